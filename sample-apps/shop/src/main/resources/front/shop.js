"use strict";

const whole = new Intl.NumberFormat("en");
const percent = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
const element = (id) => document.getElementById(id);

function text(node, value) {
  if (node.textContent !== value) {
    node.textContent = value;
  }
}

function rows(list, items, make) {
  while (list.children.length > items.length) {
    list.lastElementChild.remove();
  }
  while (list.children.length < items.length) {
    list.append(make());
  }
  return [...list.children];
}

function made(tag, className) {
  const node = document.createElement(tag);
  node.className = className;
  return node;
}

function countryRow() {
  const row = document.createElement("li");
  const track = made("div", "track");
  track.setAttribute("role", "meter");
  track.setAttribute("aria-valuemin", "0");
  track.setAttribute("aria-valuemax", "100");
  track.append(made("div", "fill"));
  row.append(made("span", "name"), track, made("span", "share"));
  return row;
}

function showCountries(countries) {
  rows(element("countries"), countries, countryRow).forEach((row, index) => {
    const country = countries[index];
    const [name, track, share] = row.children;
    text(name, country.name);
    text(share, country.windowOrders === 0 ? "–" : `${whole.format(Math.round(country.newPercent))} %`);
    track.setAttribute("aria-label", `${country.name}: share of the new checkout`);
    track.setAttribute("aria-valuenow", String(country.newPercent));
    track.firstElementChild.style.width = `${country.newPercent}%`;
  });
}

function shopRow() {
  const row = document.createElement("li");
  row.append(made("span", "name"), made("span", "badge"), made("span", "more"));
  return row;
}

/** READY and taking orders, or the first thing that is in the way of it. */
function badge(shop) {
  if (!shop.inRotation) {
    return shop.state === "READY" ? "WAITING" : shop.state;
  }
  return shop.flags === "NONE" ? "READY" : shop.flags;
}

function showShops(shops) {
  rows(element("shops"), shops, shopRow).forEach((row, index) => {
    const shop = shops[index];
    const [name, mark, more] = row.children;
    const state = badge(shop);
    const kind = state === "READY" ? "ready" : state === "STALE" ? "stale" : state === "DOWN" || state === "ERROR" ? "down" : "";
    text(name, shop.name);
    text(mark, state);
    mark.className = `badge ${kind}`;
    const facts = [`build ${shop.build || "?"}`];
    facts.push(shop.flags === "NONE" ? "asks no flag" : `flags ${shop.flags}`);
    facts.push(`${whole.format(shop.orders)} orders`);
    if (shop.failPercent > 0) {
      facts.push(`broken: ${shop.failPercent} %`);
    }
    text(more, facts.join(" · "));
  });
}

function showFailures(line) {
  const top = Math.max(4, ...line);
  const points = line.map((failures, index) => {
    const x = (index / (line.length - 1)) * 240;
    const y = 62 - (failures / top) * 58;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  element("failures-line").setAttribute("points", points.join(" "));
  element("failures-area").setAttribute("d", `M0,62 L${points.join(" L")} L240,62 Z`);
  text(element("failures-top"), `scale: ${top} a second`);
  const sum = line.reduce((total, failures) => total + failures, 0);
  const last = line[line.length - 2] ?? 0;
  text(element("failures-now"),
    sum === 0 ? "none in the last 2 minutes" : `${whole.format(last)} in the last second, ${whole.format(sum)} in the last 2 minutes`);
}

function showFlag(flag, secondsToRollBack) {
  const sentence = element("sentence");
  const parts = [];
  if (flag) {
    parts.push(flag.sentence || (flag.enabled ? "The flag is enabled." : "The flag is off."));
  }
  if (secondsToRollBack !== null && secondsToRollBack !== undefined) {
    parts.push(`Rolled back in ${secondsToRollBack.toFixed(2)} s.`);
  }
  text(sentence, parts.join(" "));
}

function show(score) {
  text(element("orders"), whole.format(score.orders));
  text(element("failed"), whole.format(score.failed));
  text(element("gap"), whole.format(score.longestGapMillis));
  text(element("share"), percent.format(score.newPercent));
  text(element("since"), new Date(score.since).toLocaleTimeString());
  element("failed-box").className = score.failed > 0 ? "bad" : "";
  showFlag(score.flag, score.secondsToRollBack);
  showCountries(score.countries);
  showFailures(score.failuresPerSecond);
  showShops(score.shops);
}

function connect() {
  const stream = new EventSource("/score/stream");
  stream.addEventListener("open", () => text(element("connection"), "live"));
  stream.addEventListener("error", () => text(element("connection"), "no contact, trying again …"));
  stream.addEventListener("score", (event) => show(JSON.parse(event.data)));
}

connect();
