// The page's script: it shows the todos, and sends what a person does to the backend.

// TODO frontend.list: fetch /todos, and put an item into the list for each todo.

// TODO frontend.add: when the form is submitted, POST the title to /todos and show the new todo.
//   An empty title is refused, and the person is told. Empty the field only after a success.

/** A todo as a list item: its title, a checkbox and a button Delete. */
function shown(todo) {
  const item = document.createElement("li");
  // TODO frontend.list: the title, a checkbox that is ticked if the todo is completed, a button "Delete".
  // TODO frontend.escape: a title is text, and goes in as text.
  // TODO frontend.toggle: when the checkbox changes, PATCH todo.url with {"completed": …}.
  // TODO frontend.delete: when the button is clicked, DELETE todo.url, then remove the item.
  return item;
}

// TODO frontend.error: wherever a request may fail, tell the person in an element of role alert.
//   fetch throws where no answer came; where one came that is no success, `answer.ok` is false.
