from odoo import api, fields, models
from odoo.tools import float_compare

# Why less is asked than the price list says.
DISCOUNT_REASONS = [
    ('loyal', "Loyal Customer"), ('rival', "Price of a Competitor"), ('amends', "Amends for a Mistake"),
    ('volume', "Much Work or Many Parts"), ('staff', "Own Staff"), ('other', "Another Reason")]
PRICE_FIELDS = frozenset({'discount', 'price_unit'})


class AftersalesOrderLine(models.Model):
    """Who gave how much less than the price list says, and why (G3, contracts §12)."""
    _inherit = 'aftersales.order.line'

    discount_reason = fields.Selection(
        DISCOUNT_REASONS, string="Why Less", copy=False, groups='aftersales.group_price',
        help="Why the customer pays less than the price list says.")
    given_user_id = fields.Many2one(
        'res.users', string="Discount Given By", readonly=True, copy=False, index='btree_not_null')

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su and any(PRICE_FIELDS & vals.keys() for vals in vals_list):
            lines._note_who_gave()
        return lines

    def write(self, vals):
        if self.env.su or not PRICE_FIELDS & vals.keys():
            return super().write(vals)
        before = {line: line._get_asked_prices() for line in self}
        result = super().write(vals)
        self.filtered(lambda line: line._get_asked_prices() != before[line])._note_who_gave()
        return result

    # === BUSINESS METHODS ===#

    def _get_asked_prices(self):
        line = self.sudo()  # sudo: asked of whoever changes the line
        return line.price_unit, line.discount

    def _is_below_list(self):
        self.ensure_one()
        line = self.sudo()  # sudo: as above
        if line.is_included or line.benefit_id or line.price_unit < 0:
            return False
        return line.discount > 0 or float_compare(line.price_unit, line.technical_price_unit, precision_digits=6) < 0

    def _note_who_gave(self):
        """Whoever lowered the price last has given it; at the price of the list nobody gives anything."""
        below = self.filtered(lambda line: line._is_below_list())
        # sudo: who gave it is the system's
        below.filtered(lambda line: line.given_user_id != self.env.user).sudo().given_user_id = self.env.uid
        (self - below).filtered('given_user_id').sudo().write({'given_user_id': False, 'discount_reason': False})
