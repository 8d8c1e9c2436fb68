from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """The report of the last month waits for its manager, and for whoever checks it (N2)."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        open_reports = [('workshop_id', '=', self.id), ('state', 'in', ('draft', 'checked'))]
        action = 'aftersales.action_monthly_reports'
        return [
            *super()._get_tallies(start, stop),
            Tally(96, 'reports_to_release', 'wait', self.env._("reports to release"), action, [
                *open_reports, ('is_late', '=', False)]),
            Tally(97, 'reports_overdue', 'wrong', self.env._("reports overdue"), action, [
                *open_reports, ('is_late', '=', True)], 'danger'),
        ]
