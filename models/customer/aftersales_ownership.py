from odoo import fields, models


class AftersalesOwnership(models.Model):
    """How the house learned of an owner (J6)."""
    _inherit = 'aftersales.ownership'

    source = fields.Selection([
        ('us', "Bought from Us"), ('private', "Bought from the Former Owner"), ('dealer', "Bought from Another Dealer"),
        ('family', "Within the Family or Firm"), ('visit', "Told at a Visit"), ('call', "Told on the Phone"),
        ('maker', "Told by the Maker"), ('other', "Other")], string="How We Know", readonly=True)
    note = fields.Char(string="Remarks", readonly=True)
