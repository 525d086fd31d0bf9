"use strict";
(() => {
  const form = document.getElementById("filters");
  const cases = [...document.querySelectorAll("article.case")];
  if (!cases.length) return;
  const pick = (name, label, values) => {
    if (values.length < 2) return;
    const select = document.createElement("select");
    select.name = name;
    select.add(new Option("all", ""));
    values.forEach((value) => select.add(new Option(value.replaceAll("_", " "), value)));
    add(label, select);
  };
  const add = (label, field) => {
    const wrap = document.createElement("label");
    wrap.append(label, field);
    form.append(wrap);
  };
  const distinct = (name) => [...new Set(cases.map((one) => one.dataset[name]))].sort();
  pick("what", "outcome", distinct("what"));
  pick("status", "decision", distinct("status"));
  pick("kind", "kind of case", distinct("kind"));
  pick("point", "operating point", distinct("point"));
  pick("label", "label", [...new Set(cases.flatMap((one) => one.dataset.labels.split("\n")))].filter(Boolean).sort());
  const search = document.createElement("input");
  search.type = "search";
  search.name = "text";
  add("text", search);
  const count = document.createElement("output");
  form.append(count);
  const texts = new Map(cases.map((one) => [one, one.textContent.toLowerCase()]));
  const apply = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const text = (wanted.text || "").toLowerCase();
    let shown = 0;
    for (const one of cases) {
      const fits =
        ["what", "status", "kind", "point"].every((name) => !wanted[name] || one.dataset[name] === wanted[name]) &&
        (!wanted.label || one.dataset.labels.split("\n").includes(wanted.label)) &&
        (!text || texts.get(one).includes(text));
      one.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    count.textContent = `${shown} of ${cases.length} cases`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();
