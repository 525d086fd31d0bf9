"use strict";
// The filters of the cases. Without this script all cases are there to read, and only the filters are not.
(() => {
  const form = document.getElementById("filters");
  const articles = [...document.querySelectorAll("article.case")];
  if (!form || articles.length < 2) return;

  // Small numbers stand between words; a search for a sentence must not trip over them.
  const textOf = (article) => {
    const copy = article.cloneNode(true);
    copy.querySelectorAll("sup").forEach((sup) => sup.remove());
    return copy.textContent.toLowerCase().replace(/\s+/g, " ");
  };
  const cases = articles.map((article) => ({
    article,
    text: textOf(article),
    values: new Map([
      ["fault", article.dataset.fault],
      ["decision", article.dataset.status],
      ["operating point", article.dataset.point],
      ["kind of case", article.dataset.kind],
      ...Object.entries(JSON.parse(article.dataset.labels)).map(([name, value]) => [`label ${name}`, value]),
    ]),
  }));

  const add = (name, field) => {
    const label = document.createElement("label");
    label.append(name, field);
    form.append(label);
  };
  // More values than this are ids rather than slices: the search finds them.
  const mostValues = 50;
  const selects = new Map();
  const addSelect = (name) => {
    const counts = new Map();
    cases.forEach(({ values }) => values.has(name) && counts.set(values.get(name), (counts.get(values.get(name)) || 0) + 1));
    const tellsNothing = [...counts.values()].includes(cases.length);
    if (tellsNothing || counts.size > mostValues) return;
    const select = document.createElement("select");
    select.add(new Option("all", ""));
    counts.forEach((count, value) => select.add(new Option(`${value.replaceAll("_", " ")} (${count})`, value)));
    selects.set(name, select);
    add(name.replace(/^label /, ""), select);
  };
  [...new Set(cases.flatMap(({ values }) => [...values.keys()]))].forEach(addSelect);

  const search = document.createElement("input");
  search.type = "search";
  add("text", search);
  const reset = document.createElement("button");
  reset.type = "reset";
  reset.textContent = "show all";
  const count = document.createElement("output");
  form.append(reset, count);

  const apply = () => {
    const wanted = [...selects].filter(([, select]) => select.value);
    const text = search.value.toLowerCase().trim().replace(/\s+/g, " ");
    let shown = 0;
    cases.forEach((one) => {
      const fits = wanted.every(([name, select]) => one.values.get(name) === select.value) && one.text.includes(text);
      one.article.hidden = !fits;
      shown += Number(fits);
    });
    count.textContent = `${shown} of ${cases.length} cases`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();
