// Plotly and its map part write a few rules into <style> elements they create. Giving those elements the page's nonce
// keeps the strict Content-Security-Policy on pages with charts too. Runs before Plotly, as a classic script.
(() => {
  const { nonce } = document.currentScript;
  const create = document.createElement.bind(document);
  document.createElement = (name, options) => {
    const element = create(name, options);
    if (String(name).toLowerCase() === "style") element.nonce = nonce;
    return element;
  };
})();
