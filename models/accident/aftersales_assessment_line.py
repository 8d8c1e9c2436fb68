from odoo import api, fields, models
from odoo.exceptions import UserError

# What the insurer was asked for.
ASKED_FIELDS = frozenset({'assessment_id', 'sequence', 'panel_id', 'name', 'part_number', 'kind', 'hours', 'amount_asked'})


class AftersalesAssessmentLine(models.Model):
    """What is done to a panel, the hours for it, what is asked and what the insurer approves of it (E11)."""
    _name = 'aftersales.assessment.line'
    _description = "Line of an Assessment"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'assessment_id.id desc, sequence, id'
    _frozen_with = 'assessment_id'

    assessment_id = fields.Many2one('aftersales.assessment', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='assessment_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='assessment_id.currency_id')
    sequence = fields.Integer(default=10)
    panel_id = fields.Many2one('aftersales.panel', index='btree_not_null', ondelete='restrict')
    name = fields.Char(
        string="Panel or Part", required=True, max_length=200,
        compute='_compute_name', store=True, readonly=False, precompute=True)
    part_number = fields.Char(max_length=40, help="Of the part that is fitted, as the maker calls it.")
    kind = fields.Selection([
        ('repair', "Repair the panel"), ('replace', "Replace the panel"), ('prepare', "Prepare for paint"), ('paint', "Paint"),
        ('polish', "Polish"), ('material', "Paint Material"), ('part', "Part"), ('other', "Other work"),
    ], string="What Is Done", required=True, default='repair')
    hours = fields.Float(
        bounds=(0, 1000), compute='_compute_hours', store=True, readonly=False, precompute=True,
        help="As usual for the panel, until others are entered.")
    amount_asked = fields.Monetary(
        string="Asked", bounds=(0, 1e9), compute='_compute_amount_asked', store=True, readonly=False, precompute=True,
        help="With taxes.")
    amount = fields.Monetary(string="Assessed", bounds=(0, 1e9), help="With taxes.")

    # === COMPUTE METHODS ===#

    @api.depends('panel_id')
    def _compute_name(self):
        for line in self:
            line.name = line.panel_id.name or line.name

    @api.depends('panel_id', 'kind')
    def _compute_hours(self):
        for line in self:
            line.hours = line.panel_id._get_hours(line.kind) if line.panel_id else line.hours

    @api.depends('panel_id', 'kind')
    def _compute_amount_asked(self):
        """The paint of a panel costs what the company has agreed with the insurers; the rest is entered."""
        for line in self:
            # sudo: whoever prepares an assessment need not see the company's settings
            company = line.company_id.sudo()
            price = company.aftersales_paint_price
            if line.kind == 'material' and line.panel_id and price:
                line.amount_asked = company.currency_id._convert(
                    price * line.panel_id.material, line.currency_id or company.currency_id, company)
            else:
                line.amount_asked = line.amount_asked

    # === CRUD METHODS ===#

    def write(self, vals):
        if ASKED_FIELDS & vals.keys():
            self._check_not_asked()
        result = super().write(vals)
        if 'assessment_id' in vals:
            self._check_not_asked()  # nor does a line come to what is asked
        return result

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
