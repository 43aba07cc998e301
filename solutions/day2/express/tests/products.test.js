// Tests of /products for a server that somebody else wrote. Where it is, BASE_URL says.
//
// Each test makes what it needs in a category of its own, so that the order of the tests doesn't matter, nor what else
// is in the shop.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, it } from "node:test";

const BASE_URL = process.env.BASE_URL ?? "http://127.0.0.1:8080";

async function call(method, path, body) {
  const options = { method, signal: AbortSignal.timeout(5000) };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(new URL(path, BASE_URL), options);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : undefined };
}

/** What to send to make a product; each has a category that no other one has. */
function newProduct(changes = {}) {
  return { name: "Desk lamp", price: 19.95, category: `test-${randomUUID()}`, in_stock: false, ...changes };
}

async function create(changes) {
  const reply = await call("POST", "/products", newProduct(changes));
  assert.ok(reply.status < 300, `a create was answered with ${reply.status}: ${reply.text}`);
  return reply.body;
}

async function listCategory(category, query = "") {
  const reply = await call("GET", `/products?category=${encodeURIComponent(category)}${query}`);
  assert.equal(reply.status, 200);
  return reply.body;
}

const pathOf = (product) => `/products/${product.id}`;
const read = async (product) => (await call("GET", pathOf(product))).body;

function without(product, field) {
  const { [field]: _, ...rest } = product;
  return rest;
}

describe("create", () => {
  it("answers 201 with the product", async () => {
    const sent = newProduct();
    const reply = await call("POST", "/products", sent);
    assert.equal(reply.status, 201);
    assert.notEqual(reply.body.id, undefined);
    assert.deepEqual(reply.body, { ...sent, id: reply.body.id });
  });

  it("names the place of the new product", async () => {
    const reply = await call("POST", "/products", newProduct());
    assert.deepEqual((await call("GET", reply.headers.get("Location"))).body, reply.body);
  });

  it("takes a product to be in stock unless told otherwise", async () => {
    const reply = await call("POST", "/products", without(newProduct(), "in_stock"));
    assert.equal(reply.body.in_stock, true);
  });

  it("trims the name", async () => {
    assert.equal((await create({ name: "  Kettle " })).name, "Kettle");
  });

  it("leaves an earlier product as it was", async () => {
    const first = await create({ name: "First" });
    const second = await create({ name: "Second" });
    assert.notEqual(first.id, second.id);
    assert.deepEqual(await read(first), first);
    assert.deepEqual(await read(second), second);
  });
});

describe("read", () => {
  it("gives one product", async () => {
    const product = await create();
    const reply = await call("GET", pathOf(product));
    assert.equal(reply.status, 200);
    assert.deepEqual(reply.body, product);
  });

  it("lists the items and how many there are", async () => {
    const lamp = await create({ name: "Lamp" });
    const chair = await create({ name: "Chair", category: lamp.category });
    const listed = await listCategory(lamp.category);
    assert.deepEqual(listed.items, [lamp, chair]);
    assert.equal(listed.total, 2);
  });

  it("gives one page, and a total that counts all", async () => {
    const { category } = newProduct();
    for (const name of ["One", "Two", "Three"]) {
      await create({ name, category });
    }
    const page = await listCategory(category, "&page=2&per_page=2");
    assert.deepEqual(
      page.items.map((product) => product.name),
      ["Three"],
    );
    assert.equal(page.total, 3);
  });
});

describe("update", () => {
  it("changes what PATCH names and nothing else", async () => {
    const product = await create();
    const reply = await call("PATCH", pathOf(product), { price: 5 });
    assert.equal(reply.status, 200);
    assert.deepEqual(reply.body, { ...product, price: 5 });
    assert.deepEqual(await read(product), { ...product, price: 5 });
  });

  it("replaces the whole product with PUT", async () => {
    const product = await create();
    const sent = newProduct({ name: "Floor lamp", price: 49.5 });
    const reply = await call("PUT", pathOf(product), sent);
    assert.equal(reply.status, 200);
    assert.deepEqual(reply.body, { ...sent, id: product.id });
    assert.deepEqual(await read(product), reply.body);
  });

  it("gives an in_stock that PUT leaves out its default", async () => {
    const product = await create({ in_stock: false });
    const reply = await call("PUT", pathOf(product), { name: "Stool", price: 15, category: product.category });
    assert.equal(reply.body.in_stock, true);
  });

  for (const field of ["name", "price", "category"]) {
    it(`refuses a PUT without ${field}`, async () => {
      const product = await create();
      const reply = await call("PUT", pathOf(product), without(newProduct(), field));
      assert.equal(reply.status, 422);
      assert.ok(field in reply.body.fields);
      assert.deepEqual(await read(product), product);
    });
  }
});

describe("delete", () => {
  it("answers 204 with an empty body", async () => {
    const reply = await call("DELETE", pathOf(await create()));
    assert.equal(reply.status, 204);
    assert.equal(reply.text, "");
  });

  it("leaves nothing behind", async () => {
    const product = await create();
    await call("DELETE", pathOf(product));
    assert.equal((await call("GET", pathOf(product))).status, 404);
    assert.equal((await call("DELETE", pathOf(product))).status, 404);
    assert.deepEqual((await listCategory(product.category)).items, []);
  });
});

describe("no such product", () => {
  for (const method of ["GET", "PUT", "PATCH", "DELETE"]) {
    it(`answers 404 to ${method} of an unknown product`, async () => {
      const body = ["PUT", "PATCH"].includes(method) ? newProduct() : undefined;
      const reply = await call(method, "/products/no-such-product", body);
      assert.equal(reply.status, 404);
      assert.ok(reply.body.error);
    });
  }
});

describe("validation", () => {
  const broken = [
    ["name", ""],
    ["name", "   "],
    ["name", "x".repeat(101)],
    ["name", 7],
    ["price", -0.01],
    ["price", "9.50"],
    ["price", true],
    ["price", 1.999],
    ["category", ""],
    ["in_stock", "yes"],
  ];

  for (const [field, value] of broken) {
    const shown = JSON.stringify(value).slice(0, 20);

    it(`refuses to create with ${field} ${shown}`, async () => {
      const reply = await call("POST", "/products", newProduct({ [field]: value }));
      assert.equal(reply.status, 422);
      assert.deepEqual(Object.keys(reply.body.fields), [field]);
    });

    it(`refuses to change ${field} to ${shown}`, async () => {
      const product = await create();
      const reply = await call("PATCH", pathOf(product), { [field]: value });
      assert.equal(reply.status, 422);
      assert.deepEqual(await read(product), product);
    });
  }

  it("names every wrong field", async () => {
    const reply = await call("POST", "/products", newProduct({ category: "", in_stock: "yes" }));
    assert.equal(reply.status, 422);
    assert.deepEqual(Object.keys(reply.body.fields).sort(), ["category", "in_stock"]);
  });

  it("keeps nothing that it refused", async () => {
    const sent = newProduct({ price: "9.50" });
    await call("POST", "/products", sent);
    assert.deepEqual((await listCategory(sent.category)).items, []);
  });
});
