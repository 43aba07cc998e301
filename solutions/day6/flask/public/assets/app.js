// The page's script: it shows the todos, and sends what a person does to the backend. The backend is the one who knows;
// the page changes only once the answer has come.

const form = document.querySelector("#add");
const field = document.querySelector("#title");
const list = document.querySelector("#todos");
const problem = document.querySelector("#problem");

form.addEventListener("submit", (event) => {
  event.preventDefault(); // the browser's own way of sending would load the page anew
  attempt(async () => {
    const todo = await send("POST", "/todos", { title: field.value });
    list.append(shown(todo));
    form.reset(); // only now: had it failed, what was typed would still be there
  });
});

attempt(async () => {
  const todos = await send("GET", "/todos");
  list.replaceChildren(...todos.map(shown));
});

/** A todo as a list item. Its title goes in as text, never as HTML: people type anything. */
function shown(todo) {
  const item = document.createElement("li");
  const label = document.createElement("label");
  const checkbox = document.createElement("input");
  const button = document.createElement("button");

  checkbox.type = "checkbox";
  checkbox.checked = todo.completed;
  checkbox.addEventListener("change", async () => {
    const completed = checkbox.checked;
    const done = await attempt(() => send("PATCH", todo.url, { completed }));
    if (!done) checkbox.checked = !completed; // the page says what the backend knows
  });

  label.append(checkbox, " ", todo.title); // append() makes text of a string

  button.type = "button";
  button.textContent = "Delete";
  button.setAttribute("aria-label", `Delete ${todo.title}`);
  button.addEventListener("click", () =>
    attempt(async () => {
      await send("DELETE", todo.url);
      item.remove();
    }),
  );

  item.append(label, button);
  return item;
}

/** Sends a request and gives the answer's JSON. Throws where no answer came, and where it is no success. */
async function send(method, url, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  return answer.status === 204 ? null : answer.json();
}

/** Does something, and tells the person if it went wrong. Gives whether it went well. */
async function attempt(work) {
  try {
    await work();
    problem.hidden = true;
    return true;
  } catch (error) {
    problem.textContent = `That did not work: ${error.message}. Please try again.`;
    problem.hidden = false;
    return false;
  }
}
