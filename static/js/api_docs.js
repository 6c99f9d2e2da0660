// Draws the API's documentation. Every POST and PUT is given its request key.
SwaggerUIBundle({
  url: document.getElementById("docs").dataset.schema,
  domNode: document.getElementById("docs"),
  requestInterceptor: (request) => {
    const csrf = document.cookie.match(/csrftoken=([^;]+)/);
    if (csrf) request.headers["X-CSRFToken"] = csrf[1];
    if (request.method !== "GET") request.headers["X-Request-Key"] = crypto.randomUUID();
    return request;
  },
});
