from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id)]
        return [
            *super()._get_tallies(start, stop),
            Tally(30, 'comebacks', 'wrong', self.env._("comebacks"), 'aftersales.action_comebacks', [
                *own, ('comeback_of_id', '!=', False), ('state', '!=', 'cancelled'),
                ('order_id.received_date', '>=', start), ('order_id.received_date', '<', stop)], 'danger'),
            Tally(35, 'returned', 'wrong', self.env._("work sent back by the inspector"),
                  'aftersales.aftersales_inspection_action', [
                      *own, ('state', '=', 'fail'), ('date', '>=', start), ('date', '<', stop)], 'danger'),
            Tally(40, 'to_check', 'wait', self.env._("jobs to check"), 'aftersales.aftersales_inspection_action', [
                *own, ('state', '=', 'draft')], 'warning'),
        ]
