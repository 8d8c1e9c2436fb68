from odoo import fields, models

from .rescue.aftersales_rescue import TRUCKS


class AftersalesRescueTruck(models.Model):
    """A kind of truck that partners have."""
    _name = 'aftersales.rescue.truck'
    _inherit = ['aftersales.setup.mixin']
    _description = "Rescue Truck"
    _order = 'kind, id'
    _rec_name = 'kind'

    kind = fields.Selection([truck for truck in TRUCKS if truck[0] != 'none'], required=True)

    _kind_uniq = models.Constraint('UNIQUE (kind)', "This kind of truck is there already.")
