from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(10, 'answers', 'wait', self.env._("orders that wait for the customer's answer"), 'aftersales.action_orders', [
                *own, ('is_locked', '=', False), ('job_ids.is_waiting_answer', '=', True)], 'warning'),
        ]
