from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Tally

LIST = 'aftersales.action_price_disputes'


class AftersalesWorkshop(models.Model):
    """What customers object to and nobody has decided (G5)."""
    _inherit = 'aftersales.workshop'

    def _get_tallies(self, start, stop):
        own = [('workshop_id', '=', self.id), ('state', 'in', ['open', 'review'])]
        return [
            *super()._get_tallies(start, stop),
            Tally(60, 'disputes', 'wait', self.env._("price disputes to decide"), LIST, own, 'info'),
            Tally(61, 'disputes_late', 'wrong', self.env._("price disputes overdue"), LIST, [
                *own, ('due_date', '<', fields.Datetime.to_string(fields.Datetime.now()))], 'danger'),
        ]
