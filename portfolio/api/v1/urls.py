"""Addresses of what groups projects and governs them."""

from pmo.core.api.router import Router
from portfolio.api.v1.imports import ImportProfiles, Imports
from portfolio.api.v1.portfolio import Portfolios, Programmes
from portfolio.api.v1.threshold_set import ThresholdSets

router = Router()
router.register("portfolios", Portfolios, basename="portfolio")
router.register("programmes", Programmes, basename="programme")
router.register("threshold-sets", ThresholdSets, basename="threshold-set")
router.register("import-profiles", ImportProfiles, basename="import-profile")
router.register("imports", Imports, basename="import")
urlpatterns = router.urls
