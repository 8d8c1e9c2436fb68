from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    """Articles that wait to be read, and cases that nobody has solved in time (M3)."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        cases, articles = 'aftersales.action_hard_cases', 'aftersales.action_bulletins'
        own = [('company_id', '=', self.company_id.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(86, 'articles_to_read', 'wait', self.env._("articles to read"), articles, [
                ('is_to_read', '=', True)], 'info'),
            Tally(87, 'cases_late', 'wrong', self.env._("hard cases not solved in time"), cases, [
                *own, ('is_late', '=', True)], 'warning'),
        ]
