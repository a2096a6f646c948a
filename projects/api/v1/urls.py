"""Addresses of the objects of projects."""

from pmo.core.api.router import Router
from projects.api.v1.register import Risks

router = Router()
router.register("risks", Risks, basename="risk")
urlpatterns = router.urls
