from odoo import models

from odoo.addons.aftersales.models.base.entries import Paper


class FleetVehicle(models.Model):
    """What his car is promised, for its customer (O1): until when, never who bears what."""
    _inherit = 'fleet.vehicle'

    def _prepare_portal_values(self, partner):
        return {**super()._prepare_portal_values(partner), 'warranties': self._get_portal_warranties()}

    def _get_portal_papers(self):
        papers = super()._get_portal_papers()
        if self._get_portal_warranties():
            papers['warranty'] = Paper(20, self.env._("Coverage card"), 'aftersales.action_report_coverage_card', self)
        return papers

    def _get_portal_warranties(self):
        """:return: list of dicts ``is_covered`` and ``text``; those that are over only where nothing else covers"""
        self.ensure_one()
        company = self.company_id or self.env.company
        standings = self.with_context(allowed_company_ids=company.ids)._get_coverage_standings()[self]
        covered = [standing for standing in standings if standing.is_covered]
        return [
            {'is_covered': standing.is_covered, 'text': standing.coverage._describe(standing)}
            for standing in covered or self._get_said(standings)]
