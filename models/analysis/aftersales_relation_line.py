from odoo import api, fields, models


class AftersalesRelationLine(models.Model):
    """What was found of a pair of figures, with the number it rests on."""
    _name = 'aftersales.relation.line'
    _description = "Relation Found"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'relation_id, id'

    relation_id = fields.Many2one('aftersales.relation', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='relation_id.company_id', store=True, index=True, precompute=True)
    name = fields.Char(string="What", required=True, readonly=True)
    pairs = fields.Integer(string="Pairs (n)", readonly=True, aggregator=None)
    is_too_few = fields.Boolean(string="Too Few", readonly=True)
    has_both = fields.Boolean(readonly=True)
    mean_high = fields.Float(
        string="Mean Above", readonly=True, digits=(16, 2), aggregator=None,
        help="Of who was satisfied with the point, of the upper half, or of after the day.")
    mean_low = fields.Float(string="Mean Below", readonly=True, digits=(16, 2), aggregator=None)
    difference = fields.Float(string="Difference of Means", readonly=True, digits=(16, 2), aggregator=None)
    r = fields.Float(string="Correlation r", readonly=True, digits=(16, 2), aggregator=None)
    words = fields.Char(string="In Words", compute='_compute_words')

    @api.depends('pairs', 'is_too_few', 'r', 'relation_id.least_count')
    def _compute_words(self):
        for line in self:
            if line.is_too_few:
                line.words = self.env._(
                    "Too few: %(count)s of at least %(least)s.", count=line.pairs, least=line.relation_id.least_count)
                continue
            size = abs(line.r)
            if size < 0.1:
                line.words = self.env._("No relation is seen.")
            elif size < 0.3:
                line.words = self.env._("A weak relation; that they go together does not say that one causes the other.")
            elif size < 0.5:
                line.words = self.env._("A middling relation; that they go together does not say that one causes the other.")
            else:
                line.words = self.env._("A strong relation; that they go together does not say that one causes the other.")

    @api.model
    def _get_names(self):
        """:return: list of (key of a pair, what it is called)"""
        return [
            ('house', self.env._("Hours in the House")), ('km', self.env._("Kilometres")),
            ('age', self.env._("Years of the Car")),
            ('price', self.env._("Price of the Job")), ('rating', self.env._("Overall Rating (%)")),
            ('amount', self.env._("Amount of the Visit"))]
