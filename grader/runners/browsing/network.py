"""What can be asked of a page's way to the app: that requests fail from now on, and to ask from another origin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.async_api import Route

if TYPE_CHECKING:
    from .visit import Visit


async def fail(visit: Visit, step: dict[str, Any]) -> None:
    """Lets the page's own requests to the app fail from now on."""

    async def handle(route: Route) -> None:
        request = route.request
        own = request.url.startswith(f"{visit.base}/") and (
            request.resource_type in ("fetch", "xhr") or request.method not in ("GET", "HEAD")
        )
        if not own or (step["methods"] and request.method not in step["methods"]):
            await route.continue_()
        elif step["status"] == "abort":
            await route.abort("connectionrefused")
        else:
            await route.fulfill(status=int(step["status"]), json={"error": "something went wrong"})

    await heal(visit, step)
    await visit.page.route("**/*", handle)


async def heal(visit: Visit, _: dict[str, Any]) -> None:
    await visit.page.unroute_all(behavior="ignoreErrors")


async def origin(visit: Visit, _: dict[str, Any]) -> str:
    return visit.base


async def other_origin(visit: Visit, _: dict[str, Any]) -> str:
    return await visit.origins.another()


async def fetch(visit: Visit, step: dict[str, Any]) -> Any:
    return await visit.origins.fetch(visit.base, step)
