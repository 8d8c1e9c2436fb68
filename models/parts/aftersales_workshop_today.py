from odoo import models

from odoo.addons.aftersales.models.base.entries import Tally


class AftersalesWorkshop(models.Model):
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('order_id.workshop_id', '=', self.id)]
        to_issue = self.env._("parts transfers to issue")
        return [
            *super()._get_tallies(start, stop),
            Tally(30, 'to_order', 'wait', self.env._("parts to order"), 'aftersales.action_parts_to_order', [
                *own, ('line_type', '=', 'part'), ('is_to_order', '=', True)], 'danger'),
            Tally(35, 'to_issue', 'wait', to_issue, 'aftersales.action_parts_to_issue', [
                ('aftersales_order_id.workshop_id', '=', self.id), ('picking_type_code', '=', 'outgoing'),
                ('state', 'not in', ('done', 'cancel'))], 'warning'),
        ]
