"use strict";

const page = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#operations",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "none",
  // Nothing leaves the machine: the document is not sent to a validator elsewhere.
  validatorUrl: null,
});
page.initOAuth({ scopes: "signicat-api" });
