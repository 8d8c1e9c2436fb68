from odoo import api, fields, models
from odoo.exceptions import UserError

# What the insurer was asked for.
ASKED_FIELDS = frozenset({'assessment_id', 'name', 'kind', 'hours', 'amount_asked'})


class AftersalesAssessmentLine(models.Model):
    """What is done to a panel, the hours for it, what is asked and what the insurer approves of it (E11)."""
    _name = 'aftersales.assessment.line'
    _description = "Line of an Assessment"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'assessment_id desc, sequence, id'
    _frozen_with = 'assessment_id'

    assessment_id = fields.Many2one('aftersales.assessment', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='assessment_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='assessment_id.currency_id')
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Panel or Part", required=True, max_length=200)
    kind = fields.Selection([
        ('repair', "Repair the panel"), ('replace', "Replace the panel"), ('prepare', "Prepare for paint"), ('paint', "Paint"),
        ('polish', "Polish"), ('material', "Paint Material"), ('part', "Part"), ('other', "Other work"),
    ], string="What Is Done", required=True, default='repair')
    hours = fields.Float(bounds=(0, 1000))
    amount_asked = fields.Monetary(string="Asked", bounds=(0, 1e9), help="With taxes.")
    amount = fields.Monetary(string="Assessed", bounds=(0, 1e9), help="With taxes.")

    # === CRUD METHODS ===#

    def write(self, vals):
        if ASKED_FIELDS & vals.keys():
            self._check_not_asked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._check_not_asked()

    # === BUSINESS METHODS ===#

    def _check_parts_open(self):
        super()._check_parts_open()
        self._check_not_asked()

    def _check_not_asked(self):
        """:raises UserError: when what the insurer was asked for would be something else"""
        for assessment in self.assessment_id:
            if assessment.state != 'draft':
                raise UserError(self.env._(
                    "%(assessment)s: what the insurer is asked for stays as it was sent. Ask for a supplement, or note "
                    "that he refuses it.", assessment=assessment.display_name))
