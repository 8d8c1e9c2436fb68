from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [('draft', "Screening Goes On"), ('passed', "Screening Passed"), ('failed', "Screening Failed")]


class AftersalesSupplierScreening(models.Model):
    """Whether a new supplier may deliver (H4): his licence, his certificates, his samples, what came of it and who says so.

    Decided, it stays as it is; certificates are renewed beside it. He is screened again by another record.
    """
    _name = 'aftersales.supplier.screening'
    _description = "Screening of a Supplier"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['partner_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'decided_id', 'decided_date', 'certificate_ids'})
    _transitions = {
        'draft': {'passed': 'aftersales.group_manager', 'failed': 'aftersales.group_manager'},
        'passed': {},
        'failed': {},
    }

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    partner_id = fields.Many2one(
        'res.partner', string="Supplier", required=True, index=True, check_company=True, ondelete='restrict',
        domain="[('parent_id', '=', False)]", tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    date = fields.Date(string="Screened On", required=True, default=fields.Date.context_today, tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Screened By", required=True, index=True, check_company=True, default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", tracking=True)
    certificate_ids = fields.One2many('aftersales.supplier.certificate', 'screening_id', string="Licence and Certificates")
    samples = fields.Text(help="Which parts he sent, and how they were tried.")
    sample_result = fields.Selection(
        [('good', "Samples Good"), ('bad', "Samples Not Good"), ('none', "No Samples Needed")], string="Result of Samples",
        tracking=True)
    findings = fields.Text(
        string="Findings of the Screening",
        help="What was seen of his works, his quality and his terms; and why he is taken on, or not.")
    decided_id = fields.Many2one('res.users', string="Decided By", readonly=True, copy=False, index='btree_not_null')
    decided_date = fields.Datetime(string="Decided On", readonly=True, copy=False)

    _decided_idx = models.Index("(company_id, partner_id, decided_date DESC) WHERE decided_date IS NOT NULL")

    # === COMPUTE METHODS ===#

    @api.depends('partner_id', 'date')
    def _compute_display_name(self):
        for screening in self:
            day = screening.date and fields.Date.to_string(screening.date)
            screening.display_name = ' · '.join(filter(None, [screening.partner_id.name, day]))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    # === ACTION METHODS ===#

    def action_pass(self):
        self._claim_for_update()
        self._transition('passed')

    def action_fail(self):
        self._claim_for_update()
        self._transition('failed')

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state != 'draft'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._(
            "%(screening)s is decided and stays as it is. Screen the supplier again instead.", screening=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "%(screening)s stays on record. Decide on the supplier instead of deleting it.", screening=self.display_name)

    def _check_passed(self):
        today = fields.Date.context_today(self)
        for screening in self:
            if not screening.certificate_ids.filtered(lambda each: each.kind == 'licence' and not each._is_over(today)):
                raise UserError(self.env._(
                    "%(screening)s: enter the supplier's business licence, one that is valid.",
                    screening=screening.display_name))
            if screening.sample_result not in ('good', 'none'):
                raise UserError(self.env._(
                    "%(screening)s: a supplier is taken on when his samples are good, or none are needed. Say so.",
                    screening=screening.display_name))

    def _check_failed(self):
        for screening in self.filtered(lambda screening: not (screening.findings or '').strip()):
            raise UserError(self.env._(
                "%(screening)s: write under “Findings” why the supplier is not taken on.", screening=screening.display_name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        # sudo: who decided and when is the system's
        self.sudo().write({'decided_id': self.env.uid, 'decided_date': fields.Datetime.now()})
