from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What decides which cars are concerned: where one changes, the cars are looked for anew.
SCOPE_FIELDS = {'scope', 'model_ids', 'year_from', 'year_to', 'range_ids'}


class AftersalesRecall(models.Model):
    """A maker calls cars back (I7): why, what is done, which cars, and how far it has come.

    Which cars of the register belong to it is worked out in ``aftersales_recall_matching.py``.
    """
    _name = 'aftersales.recall'
    _description = "Recall or Campaign"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin',
        'aftersales.warranty.number.mixin',
    ]
    _order = 'id desc'
    _rec_names_search = ['name', 'maker_number', 'title']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': {'running': 'aftersales.group_claims'},
        'running': {'ended': 'aftersales.group_claims'},
        'ended': {'running': 'aftersales.group_manager'},
    }

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    maker_number = fields.Char(string="Maker's Number", required=True, index='trigram', tracking=True)
    title = fields.Char(required=True, translate=True, index='trigram', help="What it is about, as the customer is told.")
    kind = fields.Selection(
        selection=[
            ('recall', "Safety recall"), ('campaign', "Service campaign"), ('silent', "Silent improvement"),
            ('check', "Free check"),
        ],
        required=True, default='recall', tracking=True,
        help="Of a safety recall every owner is told, also who wants no advertising. Of a silent improvement nobody is told.")
    state = fields.Selection(
        selection=[('draft', "Draft"), ('running', "Under Way"), ('ended', "Ended")],
        string="Status", required=True, readonly=True, default='draft', copy=False, index=True, tracking=True,
        group_expand=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)
    brand_id = fields.Many2one(
        'fleet.vehicle.model.brand', string="Brand", required=True, index=True, ondelete='restrict', tracking=True)
    payer_id = fields.Many2one(
        'res.partner', string="Maker", index='btree_not_null', check_company=True, tracking=True, ondelete='restrict',
        help="Who pays the work: it is claimed from this partner.")
    user_id = fields.Many2one(
        'res.users', string="Responsible", index='btree_not_null', check_company=True, tracking=True,
        default=lambda self: self.env.user, domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    danger = fields.Text(translate=True, help="What can happen, in words for the customer.")
    remedy = fields.Text(string="What Is Done", translate=True, help="What is done about it, in words for the customer.")
    stop_sale = fields.Boolean(tracking=True, help="Cars in stock are not sold before it is done.")
    stop_drive = fields.Boolean(
        tracking=True, help="A car in the house is not handed over before it is done, or the customer has signed.")
    date_from = fields.Date(string="From", tracking=True)
    date_to = fields.Date(string="Until", tracking=True)
    started_date = fields.Date(string="Started on", readonly=True, copy=False)
    ended_date = fields.Date(string="Ended on", readonly=True, copy=False)

    operation_id = fields.Many2one(
        'aftersales.operation', index='btree_not_null', check_company=True, tracking=True, ondelete='restrict',
        help="The work that is put on the order.")
    hours = fields.Float(
        string="Flat-Rate Hours", digits=(6, 2), bounds=(0, 200), compute='_compute_hours', store=True, readonly=False,
        precompute=True, help="What the maker pays for the work.")
    part_ids = fields.One2many('aftersales.recall.part', 'recall_id', string="Parts Kit", copy=True)

    scope = fields.Selection(
        selection=[('list', "VIN list"), ('range', "VIN ranges"), ('model', "All cars of models")],
        string="Concerned", required=True, default='list', tracking=True,
        help="Cars on the imported list always belong to it.")
    model_ids = fields.Many2many('fleet.vehicle.model', string="Models", domain="[('brand_id', '=', brand_id)]")
    year_from = fields.Integer(string="Model Year from", bounds=(0, 2999))
    year_to = fields.Integer(string="Model Year to", bounds=(0, 2999))
    range_ids = fields.One2many('aftersales.recall.range', 'recall_id', string="VIN Ranges", copy=True)
    target_ids = fields.One2many('aftersales.recall.target', 'recall_id', string="Targets", copy=True)
    matched_date = fields.Date(string="Last Compared", readonly=True, copy=False)

    _maker_number_uniq = models.UniqueIndex(
        '(company_id, maker_number)', "This number of the maker is entered already: open that recall.")
    _dates_in_order = models.Constraint('CHECK (date_to >= date_from)', "A recall ends after it begins.")
    _hours_sensible = models.Constraint('CHECK (hours >= 0 AND hours <= 200)', "Enter 0 to 200 hours.")
    _to_match_idx = models.Index("(matched_date) WHERE state = 'running'")

    # === COMPUTE METHODS ===#

    @api.depends('name', 'maker_number', 'title')
    def _compute_display_name(self):
        for recall in self:
            recall.display_name = ' · '.join(filter(None, [recall.maker_number, recall.title]))

    @api.depends('operation_id')
    def _compute_hours(self):
        """As the operation says, until the maker's figure is entered."""
        for recall in self:
            recall.hours = recall.operation_id.hours if recall.operation_id else recall.hours

    # === CONSTRAINT METHODS ===#

    @api.constrains('year_from', 'year_to')
    def _check_years(self):
        for recall in self:
            if recall.year_from and recall.year_to and recall.year_from > recall.year_to:
                raise ValidationError(self.env._(
                    "%(recall)s: the first model year is after the last.", recall=recall.display_name))

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if SCOPE_FIELDS & vals.keys():
            self.filtered(lambda recall: recall.state == 'running')._match()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        """Records of recalls are kept for five years at least; what never began is no record."""
        for recall in self:
            if recall.state != 'draft' or recall.started_date:
                raise UserError(self.env._(
                    "%(recall)s has begun: records of recalls are kept for five years and longer. End it instead.",
                    recall=recall.display_name))

    # === ACTION METHODS ===#

    def action_run(self):
        """From now on customers, counter and workshop are told; cars of ranges and models are looked for."""
        self._transition('running')

    def action_end(self):
        self._transition('ended')

    def action_match(self):
        """Compare with the register now, rather than in the night."""
        self.check_access('write')
        self._match()

    @api.readonly
    def action_view_cars(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_recall_vehicles')
        return dict(action, domain=[('recall_id', 'in', self.ids)], context={'search_default_todo': 1})

    @api.readonly
    def action_view_weeks(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_recall_weeks')
        return dict(action, domain=[('recall_id', 'in', self.ids)], context={})

    def action_import(self):
        return self._open_dialog('aftersales.recall.import', self.env._("Import VINs"))

    def action_tell(self):
        """The next wave of letters or messages."""
        self._check_may_tell()
        return self._open_dialog('aftersales.recall.wave.wizard', self.env._("Tell Customers"))

    def _open_dialog(self, model, title):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': title, 'res_model': model, 'view_mode': 'form', 'target': 'new',
            'context': {'default_recall_id': self.id},
        }

    # === BUSINESS METHODS ===#

    def _check_running(self):
        for recall in self:
            missing = [
                recall._fields[name]._description_string(self.env)
                for name in ('remedy', *(('danger',) if recall.kind == 'recall' else ())) if not (recall[name] or '').strip()]
            if recall.scope == 'range' and not recall.range_ids:
                missing.append(recall._fields['range_ids']._description_string(self.env))
            if recall.scope == 'model' and not recall.model_ids:
                missing.append(recall._fields['model_ids']._description_string(self.env))
            if missing:
                raise UserError(self.env._(
                    "%(recall)s lacks: %(missing)s.", recall=recall.display_name, missing=", ".join(missing)))

    def _after_running(self, source):
        # sudo: stamps of the system, whoever starts it
        begun = self.sudo()
        begun.filtered(lambda recall: not recall.started_date).started_date = fields.Date.context_today(self)
        begun.ended_date = False
        begun._match()

    def _check_ended(self):
        """Whatever is open stays so: who comes later is not told of it any more."""

    def _after_ended(self, source):
        self.sudo().ended_date = fields.Date.context_today(self)  # sudo: as above

    def _check_may_tell(self):
        for recall in self:
            if recall.state != 'running':
                raise UserError(self.env._("%(recall)s is not running: nobody is told of it.", recall=recall.display_name))
            if recall.kind == 'silent':
                raise UserError(self.env._(
                    "%(recall)s is a silent improvement: it is done when the car comes, and customers are not told.",
                    recall=recall.display_name))

    def _get_kind_label(self):
        self.ensure_one()
        return dict(self._fields['kind']._description_selection(self.env))[self.kind]
