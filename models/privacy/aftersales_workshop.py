from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally

REQUESTS = 'aftersales.action_personal_requests'


class AftersalesWorkshop(models.Model):
    """What customers ask about their data, for whoever runs the outlet."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('company_id', '=', self.company_id.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(66, 'personal_late', 'wrong', self.env._("answers about personal data overdue"), REQUESTS, [
                *own, ('is_late', '=', True)], 'danger'),
            Tally(67, 'personal_open', 'wait', self.env._("requests about personal data"), REQUESTS, [
                *own, ('state', '=', 'open')], 'warning'),
            Tally(68, 'access_reviews', 'wait', self.env._("reviews of rights"), 'aftersales.action_access_reviews', [
                *own, ('state', '=', 'open')], 'info'),
            Tally(69, 'backup_tests', 'wrong', self.env._("tests of the backup overdue"), 'aftersales.action_backup_tests', [
                *own, ('is_last', '=', True), ('next_date', '<', self.company_id._get_today().isoformat())], 'danger'),
        ]
