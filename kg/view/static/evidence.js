// Sentences with what matters marked, and what can be done with each.

// A line break inside a Chinese sentence comes from the layout of the source and would show as a
// blank. What replaces it is as long, so that positions stay.
function unbroken(text) {
  return text.replace(/(?<=[\u2e80-\uffef])[\r\n]+(?=[\u2e80-\uffef])/g, (found) => "\u200b".repeat(found.length));
}

// The sentence with its names and trigger marked.
function markedText(statement) {
  const quote = el("blockquote", {});
  const text = unbroken(statement.text);
  let at = 0;
  for (const [start, end, role] of statement.marks) {
    quote.append(text.slice(at, start));
    quote.append(el("mark", { class: role }, text.slice(start, end)));
    at = end;
  }
  quote.append(text.slice(at));
  return quote;
}

// A sentence with its source. `context` has base (for paths), say(text) and, for facts, judge(statement).
function evidenceCard(statement, context) {
  const source = statement.document;
  return el("figure", { "data-fact": statement.id },
    markedText(statement),
    el("figcaption", {},
      el("div", { class: "title" }, named(source.title || source.name || word("untitled"))),
      el("div", {}, line(source.publisher, source.published)),
      el("div", {}, badge(statement.status), " ", line(
        term("stages", statement.stage),
        `${word("confidence")} ${statement.confidence}`,
        statement.trigger && `${word("trigger")} ${statement.trigger}`,
        `${word("rule")} ${statement.rule}`,
        statement.implicit && word("implicit"))),
      source.path ? el("div", { class: "path" }, `${word("path")} `, named(source.path)) : null,
      sourceTools(source, context)),
    context.judge ? context.judge(statement) : null);
}

function sourceTools(source, context) {
  const address = sourceAddress(source.path, context.base);
  return el("div", { class: "actions" },
    button(word("cite"), async () => {
      await copyText(citation(source));
      context.say(`${word("copied")}${citation(source)}`);
    }, { class: "cite" }),
    address ? el("a", { class: "button source", href: address, target: "_blank", rel: "noopener noreferrer" }, word("openSource")) : null);
}

// Cards that come when their part of the data has been unpacked.
function laterCards(readers, context, listed = 10) {
  const place = el("div", { class: "cards", "aria-busy": "true" });
  const add = async (start, number) => {
    const cards = await Promise.all(readers.slice(start, start + number).map((read) => read()));
    place.append(...cards.map((statement) => evidenceCard(statement, context)));
    place.setAttribute("aria-busy", "false");
    const left = readers.length - start - number;
    if (left <= 0) return;
    const more = button(word("more", left), () => {
      more.remove();
      add(start + number, 40);
    });
    place.append(more);
  };
  add(0, listed).catch((error) => place.append(el("p", { class: "meta" }, `${word("unreadable")} ${error.message}`)));
  return place;
}
