#!/usr/bin/env bash
# Tests of /products with nothing but curl and grep. Ends with 1 at the first thing that is not as it should be.
set -euo pipefail

BASE_URL="${BASE_URL:-http://127.0.0.1:8080}"
CATEGORY="test-$$-$RANDOM$RANDOM"
LAMP='"name":"Lamp","price":9.5,"category":"'$CATEGORY'"'

fail() {
  echo "FAILED  $1"
  echo "        $METHOD $TARGET answered $STATUS: $BODY"
  exit 1
}

# call METHOD PATH [BODY]: sets STATUS, LOCATION and BODY (with the blanks between its parts taken out)
call() {
  METHOD=$1 TARGET=$2
  local data=()
  if [ $# -ge 3 ]; then
    data=(-H 'Content-Type: application/json' --data "$3")
  fi
  local answer
  answer=$(curl --silent --show-error --max-time 5 --request "$METHOD" ${data[@]+"${data[@]}"} \
    --write-out '\n%{http_code} %header{location}' "$BASE_URL$TARGET")
  local last=${answer##*$'\n'}
  STATUS=${last%% *}
  LOCATION=${last#* }
  BODY=$(printf '%s' "${answer%$'\n'*}" | sed -E 's/([:,]) +/\1/g')
}

status() { [ "$STATUS" = "$1" ] || fail "$2: expected $1"; }
has() { grep --quiet --fixed-strings -- "$1" <<<"$BODY" || fail "$2: expected $1"; }
lacks() { ! grep --quiet --fixed-strings -- "$1" <<<"$BODY" || fail "$2: did not expect $1"; }

# create BODY: the new product's id is in ID, taken from where the server says that the product is
create() {
  call POST /products "$1"
  ID=${LOCATION##*/}
}

# --- create and read
create "{$LAMP}"
status 201 "create"
has '"name":"Lamp"' "create"
has '"price":9.5' "create: the price is a number"
has '"in_stock":true' "create: in stock by default"
grep --quiet --extended-regexp "\"id\":\"?$ID\"?[,}]" <<<"$BODY" || fail "create: the id is that of the Location"
FIRST=$ID

call GET "/products/$FIRST"
status 200 "read"
has "\"category\":\"$CATEGORY\"" "read"

create '{"name":"Chair","price":40,"category":"'"$CATEGORY"'","in_stock":false}'
status 201 "second create"
SECOND=$ID
call GET "/products/$FIRST"
status 200 "the first product after a second create"
has '"name":"Lamp"' "the first product after a second create"

call GET "/products?category=$CATEGORY"
status 200 "list"
has '"total":2' "list"
has '"name":"Lamp"' "list"
has '"name":"Chair"' "list"

# --- update
call PATCH "/products/$FIRST" '{"price":12}'
status 200 "patch"
has '"price":12' "patch"
has '"name":"Lamp"' "patch: what was not named stays"
has "\"category\":\"$CATEGORY\"" "patch: what was not named stays"

call PUT "/products/$SECOND" '{"name":"Stool","price":15,"category":"'"$CATEGORY"'"}'
status 200 "put"
has '"name":"Stool"' "put"
has '"in_stock":true' "put: in stock by default"

call PUT "/products/$SECOND" '{"name":"Bench"}'
status 422 "put without price and category"

# --- unknown
for method in GET DELETE; do
  call $method /products/no-such-product
  status 404 "unknown product"
done
for method in PUT PATCH; do
  call $method /products/no-such-product "{$LAMP}"
  status 404 "unknown product"
done

# --- delete
call DELETE "/products/$FIRST"
status 204 "delete"
call GET "/products/$FIRST"
status 404 "read after delete"
call GET "/products?category=$CATEGORY"
lacks '"name":"Lamp"' "list after delete"

# --- validation
refused() {
  call POST /products "$2"
  status 422 "$1"
  has "\"$1\":" "the wrong field is named"
}
refused name '{"name":"","price":1,"category":"c"}'
refused name '{"name":"   ","price":1,"category":"c"}'
refused name '{"price":1,"category":"c"}'
refused price '{"name":"Lamp","price":-1,"category":"c"}'
refused price '{"name":"Lamp","price":"1","category":"c"}'
refused category '{"name":"Lamp","price":1,"category":""}'
refused in_stock '{"name":"Lamp","price":1,"category":"c","in_stock":"yes"}'

echo "all as it should be"
