// What the site has packed, since it has much of it and a reader needs little: citations, and what a quote check reads.

/** The value of a file of JSON that is packed with gzip. A server that says so has had the browser unpack it. */
export async function readPacked(answer) {
  const content = await answer.blob();
  const [first, second] = new Uint8Array(await content.slice(0, 2).arrayBuffer());
  const isPacked = first === 0x1f && second === 0x8b;
  const plain = isPacked ? content.stream().pipeThrough(new DecompressionStream("gzip")) : content;
  return new Response(plain).json();
}
