from odoo import fields, models
from odoo.tools import float_compare

# Why less is asked than the price list says.
DISCOUNT_REASONS = [
    ('loyal', "Loyal Customer"), ('rival', "Price of a Competitor"), ('amends', "Amends for a Mistake"),
    ('volume', "Much Work or Many Parts"), ('staff', "Own Staff"), ('other', "Another Reason")]
PRICE_FIELDS = frozenset({'discount', 'price_unit'})


class AftersalesGivenMixin(models.AbstractModel):
    """Who gave how much less than the price list says, and why (G3, contracts §12).

    The line has ``price_unit``, ``technical_price_unit``, ``discount`` and ``benefit_id``. Its own create and write note it,
    once all guards of its price have run.
    """
    _name = 'aftersales.given.mixin'
    _description = "Line on Which Somebody Gives a Discount"

    discount_reason = fields.Selection(
        DISCOUNT_REASONS, string="Why Less", copy=False, help="Why the customer pays less than the price list says.")
    given_user_id = fields.Many2one(
        'res.users', string="Discount Given By", readonly=True, copy=False, index='btree_not_null')

    def _note_given_at_first(self, vals_list):
        if not self.env.su and any(PRICE_FIELDS & vals.keys() for vals in vals_list):
            self._note_who_gave()

    def _get_prices_before(self, vals):
        """What is asked before ``vals`` are written; nothing where they do not change it, or the system writes."""
        if self.env.su or not PRICE_FIELDS & vals.keys():
            return {}
        return {line: line._get_asked_prices() for line in self}

    def _note_given_since(self, before):
        changed = self.filtered(lambda line: line in before and line._get_asked_prices() != before[line])
        if changed:
            changed._note_who_gave()

    def _get_asked_prices(self):
        line = self.sudo()  # sudo: asked of whoever changes the line
        return line.price_unit, line.discount

    def _is_below_list(self):
        self.ensure_one()
        line = self.sudo()  # sudo: as above
        return not line.benefit_id and (
            line.discount > 0 or float_compare(line.price_unit, line.technical_price_unit, precision_digits=6) < 0)

    def _note_who_gave(self):
        """Whoever lowered the price last has given it; at the price of the list nobody gives anything."""
        below = self.filtered(lambda line: line._is_below_list())
        # sudo: who gave it is the system's
        below.filtered(lambda line: line.given_user_id != self.env.user).sudo().given_user_id = self.env.uid
        gone = (self - below).filtered('given_user_id')
        if gone:
            gone.sudo().write({'given_user_id': False, 'discount_reason': False})  # sudo: as above
