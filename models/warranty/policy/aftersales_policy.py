from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, formatLang

# What the holders of a coverage were promised, and who holds one: never changed once a version is released.
TERMS = frozenset({
    'code', 'kind', 'brand_ids', 'model_ids', 'country_ids', 'usage', 'start_event', 'months', 'km', 'is_whole', 'share',
    'covers_parts', 'covers_labour', 'covers_travel', 'covers_towing', 'covers_freight', 'covers_loaner',
    'needs_registration', 'replacement_term', 'sale_from', 'line_ids', 'exclusion_ids', 'company_id', 'payer_id',
    'pay_type_id',
})
# Who else may stand behind a guarantee, in the order in which a job asks them.
KINDS = ('maker', 'statutory', 'supplier', 'third_party', 'dealer')


class AftersalesPolicy(models.Model):
    """What somebody promises for the cars or parts he sells (I1): one version of it.

    Versions of a policy share their code. A released version never changes, so what a coverage points to stays what
    was promised at the sale; a change is a new version for what is sold from its day on.
    """
    _name = 'aftersales.policy'
    _description = "Warranty Policy"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.setup.mixin', 'aftersales.batch.mixin',
        'aftersales.log.mixin',
    ]
    _order = 'sequence, code, version desc, id desc'
    _rec_names_search = ['name', 'code']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': {'released': 'aftersales.group_claims'},
        'released': {'closed': 'aftersales.group_claims'},
        'closed': {'released': 'aftersales.group_claims'},
    }

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, index=True, help="Short name that all versions of the policy share.")
    version = fields.Integer(default=1, readonly=True, copy=False)
    previous_id = fields.Many2one(
        'aftersales.policy', string="Version Before", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        selection=[('draft', "Draft"), ('released', "In Use"), ('closed', "Discontinued")],
        string="Status", required=True, readonly=True, default='draft', copy=False, index=True, tracking=True)
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Empty: for the cars of all companies of the group.")
    kind = fields.Selection(
        selection=[
            ('maker', "Maker's warranty"), ('statutory', "Statutory free repair"), ('supplier', "Supplier's guarantee"),
            ('third_party', "Third party's guarantee"), ('dealer', "Our own guarantee"),
        ],
        required=True, default='maker')
    payer_id = fields.Many2one(
        'res.partner', string="Who Pays", index='btree_not_null', ondelete='restrict', check_company=True)
    pay_type_id = fields.Many2one(
        'aftersales.pay.type', required=True, index=True, ondelete='restrict',
        default=lambda self: self.env.ref('aftersales.pay_type_warranty', raise_if_not_found=False),
        help="How a job settles that the policy covers.")
    brand_ids = fields.Many2many('fleet.vehicle.model.brand', string="Brands", help="Empty: all of them.")
    model_ids = fields.Many2many('fleet.vehicle.model', string="Models", help="Empty: all of the brands.")
    country_ids = fields.Many2many(
        'res.country', string="Countries", help="Sold to owners of these countries; empty: of all.")
    usage = fields.Selection(
        selection=[('any', "Any use"), ('household', "Household only"), ('commercial', "Commercial only")],
        string="Use", required=True, default='any')
    start_event = fields.Selection(
        selection=[
            ('delivery', "Delivery to the first owner"), ('invoice', "Sales invoice"),
            ('registration', "First registration"), ('fitted', "A part fitted or sold"),
        ],
        string="Starts With", required=True, default='delivery')
    sale_from = fields.Date(string="Sold from", help="Cars and parts sold from this day on; empty: ever since.")
    sale_to = fields.Date(
        string="Sold until", tracking=True, help="Cars and parts sold up to this day; empty: until further notice.")
    months = fields.Integer(bounds=(0, 1200), help="0: without a limit of time.")
    km = fields.Float(
        string="Distance (km)", digits=(12, 3), bounds=(0, 10_000_000), help="0: without a limit of distance.")
    share = fields.Float(
        string="Share (%)", digits=(5, 2), default=100.0, bounds=(0, 100), help="What of the work the payer bears.")
    is_whole = fields.Boolean(
        string="The Whole Car", default=True,
        help="Covers all that the lines below do not leave out; else only what they name.")
    covers_parts = fields.Boolean(string="Parts", default=True)
    covers_labour = fields.Boolean(string="Labour", default=True)
    covers_travel = fields.Boolean(string="Travel")
    covers_towing = fields.Boolean(string="Towing")
    covers_freight = fields.Boolean(string="Freight")
    covers_loaner = fields.Boolean(string="Loaner")
    needs_service = fields.Boolean(
        string="Service to Be Kept",
        help="A service that is overdue is told with the coverage. It is no ground for refusing, wherever services were done.")
    needs_registration = fields.Boolean(
        string="Sale to Be Registered", help="Work on a car whose sale was not registered in time is not recognised.")
    replacement_term = fields.Selection(
        selection=[('rest', "The rest of the car's term"), ('own', "A term of its own")],
        string="A Replaced Part Has", required=True, default='rest')
    claim_days = fields.Integer(
        string="Claim within (days)", default=30, bounds=(0, 3660), help="Counted from the end of the repair; 0: no deadline.")
    old_part_rule = fields.Selection(
        selection=[
            ('return', "Sent back"), ('keep', "Kept for inspection"), ('scrap', "Scrapped after appraisal"),
            ('photo', "A photo is enough"),
        ],
        string="Old Parts", required=True, default='return')
    old_part_days = fields.Integer(
        string="Old Parts within (days)", default=30, bounds=(0, 3660),
        help="Until when they are sent back, or how long they are kept, from the day the work is done.")
    citation = fields.Char(help="Contract, circular or article it rests on.")
    note = fields.Html(string="What to Know")
    line_ids = fields.One2many('aftersales.policy.line', 'policy_id', string="Other Terms", copy=True)
    exclusion_ids = fields.Many2many(
        'aftersales.exclusion', string="Grounds for Refusing",
        default=lambda self: self.env['aftersales.exclusion'].search([('is_unlawful', '=', False)]),
        help="Grounds on which work under the policy may be refused.")
    coverage_count = fields.Integer(compute='_compute_coverage_count')
    term_text = fields.Char(string="Term", compute='_compute_term_text')

    _version_uniq = models.UniqueIndex(
        '(code, version, COALESCE(company_id, 0))', "This policy has that version already.")
    _check_sale_days = models.Constraint(
        'CHECK (sale_to >= sale_from)', "The days of sale of a policy end before they begin.")
    _check_term = models.Constraint(
        'CHECK (months >= 0 AND km >= 0)', "Months and distance of a policy cannot be negative.")

    # === COMPUTE AND CONSTRAINT METHODS ===#

    @api.depends('name', 'version')
    def _compute_display_name(self):
        for policy in self:
            policy.display_name = self.env._(
                "%(policy)s (version %(version)s)", policy=policy.name, version=policy.version,
            ) if policy.version > 1 else policy.name

    def _compute_coverage_count(self):
        counts = dict(self.env['aftersales.coverage']._read_group(
            [('policy_id', 'in', self.ids)], ['policy_id'], ['__count']))
        for policy in self:
            policy.coverage_count = counts.get(policy._origin, 0)

    @api.depends('months', 'km')
    @api.depends_context('lang')
    def _compute_term_text(self):
        for policy in self:
            policy.term_text = policy._describe_term(policy.months, policy.km)

    @api.constrains('model_ids', 'brand_ids')
    def _check_models(self):
        for policy in self:
            foreign = policy.model_ids.filtered(lambda model, policy=policy: model.brand_id not in policy.brand_ids)
            if policy.brand_ids and foreign:
                raise ValidationError(self.env._(
                    "%(policy)s: %(models)s is not of its brands. Add the brand, or take the model off.",
                    policy=policy.name, models=", ".join(foreign.mapped('display_name'))))

    @api.constrains('state', 'code', 'sale_from', 'sale_to', 'company_id')
    def _check_one_version_a_day(self):
        """What is sold on a day has one version of a policy."""
        released = self.search([('code', 'in', self.mapped('code')), ('state', '=', 'released')])
        for policy in self.filtered(lambda policy: policy.state == 'released'):
            for other in released.filtered(lambda other, policy=policy: (
                    other != policy and other.code == policy.code and other.company_id == policy.company_id)):
                if policy._overlaps(other):
                    raise ValidationError(self.env._(
                        "%(policy)s and %(other)s are both for what is sold on the same days. End one before the other begins.",
                        policy=policy.display_name, other=other.display_name))

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)  # what makes no sense is said first
        self._check_terms_kept(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        """A copy is a policy of its own; a new version is made by its button."""
        vals_list = super().copy_data(default)
        for policy, vals in zip(self, vals_list):
            if 'code' not in (default or {}):
                vals['code'] = self.env._("%s (copy)", policy.code)
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        for policy in self.filtered(lambda policy: policy.state != 'draft'):
            raise UserError(self.env._(
                "%(policy)s was promised to customers and stays. Close it, so that it is not given any more.",
                policy=policy.display_name))

    # === ACTION METHODS ===#

    def action_release(self):
        self._transition('released')

    def action_close(self):
        self._transition('closed')

    def action_new_version(self):
        """A draft with the same terms, to be changed and released for what is sold from some day on."""
        self.ensure_one()
        self.check_access('write')
        latest = self.with_context(active_test=False).search(
            [('code', '=', self.code), ('company_id', '=', self.company_id.id)], order='version desc', limit=1)
        if latest.state == 'draft':
            raise UserError(self.env._(
                "%(policy)s is a new version already. Change and release that one.", policy=latest.display_name))
        # sudo: which version it is, the system says; who may make one is checked above
        new = self.sudo().copy({
            'code': self.code, 'sale_from': False, 'sale_to': False, 'version': latest.version + 1,
            'previous_id': latest.id})
        return new.with_env(self.env)._get_records_action()

    @api.readonly
    def action_view_coverages(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_coverages')
        return dict(action, domain=[('policy_id', 'in', self.ids)], context={})

    # === BUSINESS METHODS: LIFE ===#

    def _check_released(self):
        for policy in self:
            if policy.previous_id and not policy.sale_from:
                raise UserError(self.env._(
                    "Say from which day of sale on %(policy)s holds: what was sold before keeps the version of its day.",
                    policy=policy.display_name))
            if not policy.is_whole and not policy.line_ids.filtered(lambda line: line.terms != 'none'):
                raise UserError(self.env._(
                    "%(policy)s names nothing that it covers. Add lines, or let it cover the whole car.",
                    policy=policy.display_name))
            if policy.start_event == 'fitted' and policy.is_whole:
                raise UserError(self.env._(
                    "%(policy)s starts with a part: say in its lines which parts it covers, instead of the whole car.",
                    policy=policy.display_name))

    def _check_transition(self, target):
        if target == 'released':
            self._end_versions_before()
        super()._check_transition(target)

    def _end_versions_before(self):
        """What is sold from the day of a new version on has the new one."""
        for policy in self.filtered(lambda policy: policy.state == 'draft' and policy.sale_from):
            before = self.search([
                ('code', '=', policy.code), ('company_id', '=', policy.company_id.id), ('state', '=', 'released'),
                ('version', '<', policy.version),
            ]).filtered(lambda other, policy=policy: not other.sale_to or other.sale_to >= policy.sale_from)
            for other in before:
                day = policy.sale_from - timedelta(days=1)
                if other.sale_from and other.sale_from > day:
                    raise UserError(self.env._(
                        "%(policy)s begins on %(day)s, before %(other)s does. Choose a later day.",
                        policy=policy.display_name, other=other.display_name, day=format_date(self.env, policy.sale_from)))
                other.sale_to = day

    def _check_terms_kept(self, vals):
        names = TERMS & vals.keys()
        for policy in self if names else ():
            if policy.state != 'draft' and any(policy._is_changed(name, vals[name]) for name in names):
                raise UserError(policy._get_kept_message())

    def _is_changed(self, name, value):
        field = self._fields[name]
        if field.type in ('one2many', 'many2many'):
            return bool(value)
        current = field.convert_to_write(self[name], self)
        return (current or False) != (field.convert_to_write(field.convert_to_record(
            field.convert_to_cache(value, self), self), self) or False)

    def _get_kept_message(self):
        self.ensure_one()
        return self.env._(
            "%(policy)s is promised to customers: its terms do not change any more. Make a new version for what is sold "
            "from some day on.", policy=self.display_name)

    # === BUSINESS METHODS ===#

    def _overlaps(self, other):
        self.ensure_one()
        return not (
            (self.sale_to and other.sale_from and self.sale_to < other.sale_from)
            or (other.sale_to and self.sale_from and other.sale_to < self.sale_from))

    def _describe_term(self, months, km):
        """A term as people say it: 3 years / 100,000 km."""
        years, rest = divmod(months, 12)
        if months == 12:
            time = self.env._("1 year")
        elif months and not rest:
            time = self.env._("%(count)s years", count=years)
        else:
            time = self.env._("%(count)s months", count=months) if months else ''
        distance = self.env._("%(distance)s km", distance=formatLang(self.env, km, digits=0)) if km else ''
        return ' / '.join(filter(None, [time, distance])) or self.env._("without limit")
