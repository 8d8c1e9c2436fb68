from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

SALES = 'aftersales.action_counter_sales'


class AftersalesWorkshop(models.Model):
    """What the parts counter owes today: special orders to approve, parcels to send (H2, H9)."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id), ('state', '=', 'confirmed'), ('due_date', '!=', False)]
        to_approve = self.env._("special orders to approve")
        return [
            *super()._get_tallies(start, stop),
            Tally(32, 'parts_to_approve', 'wait', to_approve, 'aftersales.action_part_approvals', [
                ('order_id.workshop_id', '=', self.id), ('line_type', '=', 'part'), ('part_approval', '=', 'to_approve'),
            ], 'warning'),
            Tally(33, 'sold_parts_to_approve', 'wait', self.env._("sales with special orders to approve"), SALES, [
                ('workshop_id', '=', self.id), ('state', '=', 'confirmed'),
                ('line_ids', 'any', [('part_approval', '=', 'to_approve')])], 'warning'),
            Tally(35, 'parts_wishes', 'wait', self.env._("parts asked for online"), SALES, [
                ('workshop_id', '=', self.id), ('state', '=', 'quote'), ('is_online', '=', True)], 'info'),
            Tally(36, 'parcels', 'wait', self.env._("parcels to send"), SALES, own, 'info'),
            Tally(37, 'parcels_late', 'wrong', self.env._("parcels overdue"), SALES, [
                *own, ('due_date', '<', fields.Datetime.to_string(fields.Datetime.now()))], 'danger'),
        ]
