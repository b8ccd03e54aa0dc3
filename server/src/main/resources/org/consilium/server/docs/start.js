"use strict";
// Everything comes from this server; no validator elsewhere is asked.
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#explorer",
  deepLinking: true,
  validatorUrl: null,
  displayRequestDuration: true,
});
