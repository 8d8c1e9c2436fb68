from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesSurveyScale(models.Model):
    """The marks a question is answered with, from best to worst: the words, the number behind each and its key.

    A scale is data. Questions that use it get its levels as their answers (``survey.question``); what was answered
    keeps the mark it was answered with.
    """
    _name = 'aftersales.survey.scale'
    _description = "Scale of Satisfaction"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    level_ids = fields.One2many('aftersales.survey.level', 'scale_id', string="Levels", copy=True)
    best = fields.Integer(
        compute='_compute_range', store=True, help="The mark of who could not be more content.")
    worst = fields.Integer(compute='_compute_range', store=True)
    satisfied_from = fields.Integer(required=True, help="From this mark on, an answer counts as satisfied.")

    _code_unique = models.Constraint(
        'UNIQUE (code)', "Another scale, perhaps an archived one, has this code already. Choose another code.")

    # === COMPUTE METHODS ===#

    @api.depends('level_ids.mark', 'level_ids.is_mark')
    def _compute_range(self):
        for scale in self:
            marks = scale.level_ids.filtered('is_mark').mapped('mark')
            scale.best = max(marks, default=0)
            scale.worst = min(marks, default=0)

    # === CONSTRAINT METHODS ===#

    @api.constrains('level_ids', 'satisfied_from')
    def _check_levels(self):
        for scale in self.filtered('level_ids'):
            if scale.worst >= scale.best:
                raise ValidationError(self.env._(
                    "The scale %(scale)s needs at least two levels, each with a mark of its own.", scale=scale.name))
            if not scale.worst < scale.satisfied_from <= scale.best:
                raise ValidationError(self.env._(
                    "On the scale %(scale)s, satisfied begins above the worst mark (%(worst)s) and at most at the best "
                    "(%(best)s).", scale=scale.name, worst=scale.worst, best=scale.best))

    # === BUSINESS METHODS ===#

    def _to_hundred(self, mark):
        """A mark as 0 (worst) … 100 (best), so that scales of different lengths can be added up.

        :param mark: integer or mean (float) of this scale
        :rtype: float
        """
        self.ensure_one()
        return 100 * (mark - self.worst) / (self.best - self.worst)
