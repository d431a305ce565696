// Serves the rules of a _redirects file with the library that Netlify's own
// command line uses for them.
const fs = require("fs");
const http = require("http");
const redirector = require("netlify-redirector");

const [file, host, port] = process.argv.slice(2);

redirector.parsePlain(fs.readFileSync(file, "utf8"), {}).then((rules) => {
  http
    .createServer((request, response) => {
      const [path, query = ""] = request.url.split("?", 2);
      const rule = rules.match({
        scheme: "http", host: "old.example", path, query, method: request.method,
        getHeader: () => "", getCookie: () => "",
      });
      response.writeHead(rule ? rule.status : 404, rule ? { Location: rule.to } : {});
      response.end();
    })
    .listen(Number(port), host);
});
