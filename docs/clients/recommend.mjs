// What applies to a patient, what is undetermined and which facts would decide it:
//
//   node recommend.mjs PATIENT.json
//
// CONSILIUM is the address of the server, CONSILIUM_TOKEN the access token if it asks for one. Needs nothing but Node.js 18.
// In a browser the same fetch works if the server names the page's origin in http.cors-origins.

import { readFile } from "node:fs/promises";

const server = process.env.CONSILIUM ?? "http://localhost:8080";

/** The answer for a patient description, or the problem details under `refused`. */
async function ask(description) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (process.env.CONSILIUM_TOKEN) {
    headers.Authorization = `Bearer ${process.env.CONSILIUM_TOKEN}`;
  }
  const response = await fetch(`${server}/api/recommendations`, {
    method: "POST",
    headers,
    body: description,
    signal: AbortSignal.timeout(30_000),
  });
  const body = await response.json();
  return response.ok ? body : { refused: body };
}

const answer = await ask(await readFile(process.argv[2]));
if (answer.refused) {
  console.error([answer.refused.code, answer.refused.detail].join("\t"));
  for (const error of answer.refused.errors ?? []) {
    console.error([error.code, error.pointer, error.message].join("\t"));
  }
  process.exitCode = 1;
} else {
  for (const each of answer.recommendations) {
    if (each.applicability === "applies") {
      console.log(["applies", each.direction, each.strength, each.id].join("\t"));
    } else if (each.applicability === "undetermined") {
      const facts = each.missing.map((set) => set.join(" and ")).join(" or ");
      console.log(["undetermined", each.direction, each.strength, each.id, facts].join("\t"));
    }
  }
}
