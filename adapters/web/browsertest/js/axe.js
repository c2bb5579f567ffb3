// axe in this world, and its answers as sentences.
browsertest.axe = async (rules) => {
  const { violations } = await globalThis.axe.run(document, {
    runOnly: { type: 'tag', values: rules },
    resultTypes: ['violations'],
    iframes: false,
  });
  return violations.flatMap((rule) =>
    rule.nodes.map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join('; ');
      return `axe ${rule.id}: ${rule.help}: ${node.target.join(' ')}${why ? ': ' + why : ''}`;
    }),
  );
};
