// Citing a document in the form of GB/T 7714-2015, and the way to its source.

const WEB = /^https?:[/]{2}/i;

// The address of a path, or null when it leads to no file and no web page.
function sourceAddress(path, base) {
  if (!path) return null;
  try {
    const web = WEB.test(path);
    const local = /^([a-z]:)?[\\/]/i.test(path);
    const clean = path.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
    const address = web ? new URL(path)
      : local ? new URL(`file://${clean.startsWith("/") ? "" : "/"}${clean.replace(/^([a-z])%3A/i, "$1:")}`)
        : new URL(`${base ? `${base}/` : ""}./${clean}`, location.href.split("#")[0]);
    return ["http:", "https:", "file:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

// 责任者. 题名[文献类型]. (发布日期)[引用日期]. 获取路径.
function citation(source) {
  const web = WEB.test(source.path || "");
  const title = `${source.title || source.name || word("untitled")}[${web ? "EB/OL" : "Z"}]`;
  const date = source.published || "";
  const when = web ? `${date ? `(${date})` : ""}[${today()}]` : date;
  const parts = [source.publisher, title, when, web ? source.path : ""];
  return `${parts.filter(Boolean).join(". ")}.`;
}

function today() {
  const now = new Date();
  const two = (n) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
