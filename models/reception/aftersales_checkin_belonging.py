from odoo import fields, models

from odoo.addons.aftersales.models.base.words import read_again


class AftersalesCheckinBelonging(models.Model):
    """What was asked for and is not in the car is told, too: nobody misses it afterwards."""

    _inherit = 'aftersales.checkin.belonging'

    tool_id = fields.Many2one(
        'aftersales.checkin.tool', string="Tool of the Car", index='btree_not_null', ondelete='restrict')
    is_there = fields.Boolean(string="There", default=True, help="No: it was asked for and is not in the car.")

    def _get_print_name(self):
        """In the words of the paper, as long as nobody has worded it anew."""
        self.ensure_one()
        return read_again(self.name, self.tool_id) or self.name
