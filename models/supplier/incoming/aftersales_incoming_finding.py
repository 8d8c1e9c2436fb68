from odoo import fields, models


class AftersalesIncomingFinding(models.Model):
    """What an inspection of goods finds, and how much a faulty piece of it counts in its supplier's reject rate (H4)."""
    _name = 'aftersales.incoming.finding'
    _description = "Finding of Incoming Inspection"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'sequence, id'

    name = fields.Char(string="What Is Wrong", required=True, translate=True, max_length=100)
    sequence = fields.Integer(default=10)
    points = fields.Float(
        string="Points a Piece", digits=(5, 1), default=100.0, bounds=(0, 100), tracking=True, aggregator=None,
        help="100: a faulty piece counts as rejected, though the goods are accepted. 0: it does not count.")
