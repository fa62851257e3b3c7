"use strict";

// Words of the interface, from words-zh.js and words-en.js. Names of types and relations come with
// the data.
const WORDS = {};
const language = { now: "zh" };

function word(key, ...values) {
  const found = WORDS[language.now][key];
  return typeof found === "function" ? found(...values) : found;
}

// The word of a stage or kind; English ones mostly read as they are.
function term(table, key) {
  const words = WORDS[language.now][table];
  return (Object.hasOwn(words, key) && words[key]) || key || "";
}

// Put the words of the current language into the elements that name them.
function translate(root) {
  document.documentElement.lang = language.now === "zh" ? "zh-CN" : "en";
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of root.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
  for (const element of root.querySelectorAll("[data-title]")) element.title = word(element.dataset.title);
  for (const element of root.querySelectorAll("[data-placeholder]")) element.placeholder = word(element.dataset.placeholder);
}
