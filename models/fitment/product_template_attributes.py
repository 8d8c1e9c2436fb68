from odoo import fields, models
from odoo.tools import formatLang

HAZARDS = [
    ('flammable', "Flammable"), ('corrosive', "Corrosive"), ('toxic', "Harmful to Health"), ('pressure', "Under Pressure"),
    ('explosive', "Explosive (Airbag, Belt Tensioner)"), ('voltage', "High Voltage (Traction Battery)"),
    ('environment', "Harmful to the Environment"),
]


class ProductTemplate(models.Model):
    """What the store and whoever sells a part must know of it (H1)."""

    _inherit = 'product.template'

    aftersales_class_id = fields.Many2one(
        'aftersales.part.class', string="Part Class", index='btree_not_null', ondelete='restrict')
    aftersales_is_wear = fields.Boolean(
        string="Wear Part", help="It wears with use, such as pads, discs and blades, and has a guarantee of its own.")
    aftersales_guarantee_months = fields.Integer(
        string="Guarantee (Months)", bounds=(0, 240), help="What we promise of the part itself. Empty: nothing of its own.")
    aftersales_guarantee_km = fields.Integer(
        string="Part's Guarantee (km)", bounds=(0, 1000000),
        help="Whichever of months and kilometres is reached first ends it.")
    aftersales_is_online = fields.Boolean(
        string="Shown to Customers", copy=False,
        help="Customers whose car it fits find it on their page, with their price and whether it is here; never how many.")
    aftersales_hazard = fields.Selection(
        selection=HAZARDS, string="Hazard", help="How it is stored, carried and thrown away follows from it.")
    aftersales_shelf_days = fields.Integer(
        string="Shelf Life (Days)", bounds=(0, 7300), help="How long it may be kept before it is fitted. Empty: without end.")

    _guarantee_idx = models.Index("(aftersales_guarantee_months DESC) WHERE aftersales_guarantee_months > 0")

    def _get_guarantee_words(self):
        """What is promised of the part itself, in words: by distance, by time or by both."""
        self.ensure_one()
        km, months = formatLang(self.env, self.aftersales_guarantee_km, digits=0), self.aftersales_guarantee_months
        if self.aftersales_guarantee_km and months:
            return self.env._("%(km)s km / %(months)s months", km=km, months=months)
        if months:
            return self.env._("%(months)s months", months=months)
        return self.env._("%(km)s km", km=km)
