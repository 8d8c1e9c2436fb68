from odoo import fields, models


class AftersalesSurveyFactor(models.Model):
    """What a question is about: a factor of the CSI with its weight, or an indicator of satisfaction.

    CSI = Σ (weight × mean of the factor as 0–100) ÷ Σ weights of the factors that were answered.
    """
    _name = 'aftersales.survey.factor'
    _description = "Factor of Satisfaction"
    _inherit = ['aftersales.setup.mixin']
    _order = 'kind, sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[('csi', "CSI Factor"), ('indicator', "Indicator")], required=True, default='csi')
    weight = fields.Float(
        digits=(16, 2), help="How much the factor counts in the CSI, in points; only the proportion matters.")

    _code_unique = models.Constraint(
        'UNIQUE (kind, code)', "Another factor, perhaps an archived one, has this code already. Choose another code.")
    _weight_range = models.Constraint(
        "CHECK (weight >= 0 AND weight <= 100000 AND weight = weight AND (kind <> 'csi' OR weight > 0))",
        "A factor of the CSI has a weight above zero, at most 100,000 points.")
