from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

STATES = [
    ('draft', "Article Draft"), ('published', "Article in Force"), ('replaced', "Replaced by Another"),
    ('withdrawn', "Article Withdrawn"),
]
TEACHERS = 'aftersales.group_teach'
FIRST_YEAR, LAST_YEAR = 1950, 2100
# What nobody has looked at for so long may be wrong by now.
STALE_AFTER = relativedelta(months=12)


class AftersalesBulletin(models.Model):
    """An article of the knowledge base (M3): what somebody found out, the maker wrote, or the law asks; in versions, valid
    for a time, found from a job by symptom, model and fault code, and read by whom it concerns.

    Its life is in ``aftersales_bulletin_life.py``, how it is found in ``aftersales_bulletin_search.py``.
    """
    _name = 'aftersales.bulletin'
    _description = "Knowledge Article"
    _inherit = [
        'aftersales.version.mixin', 'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _order = 'published_date desc, id desc'
    _rec_names_search = ['name', 'title', 'codes']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    title = fields.Char(required=True, translate=True, max_length=200, index='trigram')
    kind = fields.Selection([
        ('maker', "Bulletin of the maker"), ('manual', "Manual or technical paper"), ('case', "Solved case"),
        ('tip', "Workshop tip"), ('script', "Script for talks"), ('part', "Notice on parts"), ('law', "Law and rules"),
        ('market', "News of the market"),
    ], required=True, default='tip', index=True, tracking=True)
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Empty: for all companies.")
    brand_ids = fields.Many2many('fleet.vehicle.model.brand', string="Makes")
    model_ids = fields.Many2many('fleet.vehicle.model', string="Models", help="Empty: for all models.")
    year_from = fields.Integer(string="Model Years from", bounds=(0, LAST_YEAR))
    year_to = fields.Integer(string="to", bounds=(0, LAST_YEAR))
    engine = fields.Char(max_length=80)
    vin_from = fields.Char(string="VIN from", max_length=17)
    vin_to = fields.Char(string="VIN to", max_length=17)
    area_id = fields.Many2one('aftersales.health.area', string="System", index='btree_not_null', ondelete='restrict')
    symptom = fields.Text(string="Symptoms", translate=True, max_length=2000, help="In the words customers use.")
    codes = fields.Char(string="Fault Codes", max_length=300, help="With commas: P0301, P0302")
    keywords = fields.Char(string="Other Words", translate=True, max_length=300, help="By which it is found, too.")
    cause = fields.Text(translate=True, max_length=4000)
    remedy = fields.Text(translate=True, max_length=8000)
    tools = fields.Char(string="Tools Needed", translate=True, max_length=300)
    product_ids = fields.Many2many('product.product', string="Parts")
    hours = fields.Float(string="Hours Needed", bounds=(0, 1000))
    text = fields.Html(string="More, with Pictures", translate=True)
    author_id = fields.Many2one(
        'res.users', string="Author", required=True, default=lambda self: self.env.user, index=True,
        domain="[('share', '=', False)]")
    checker_id = fields.Many2one('res.users', string="Reviewed By", readonly=True, copy=False, index='btree_not_null')
    published_date = fields.Date(string="Published On", readonly=True, copy=False, index='btree_not_null')
    looked_at_date = fields.Date(string="Last Looked At", readonly=True, copy=False)
    valid_from = fields.Date(help="Empty: at once.")
    valid_to = fields.Date(help="Empty: until another replaces it.", tracking=True)
    version = fields.Integer(readonly=True, copy=False, default=1)
    replaces_id = fields.Many2one(
        'aftersales.bulletin', string="Replaces", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    replaced_by_ids = fields.One2many('aftersales.bulletin', 'replaces_id', string="Replaced By", readonly=True)
    hard_case_id = fields.Many2one(
        'aftersales.hard.case', string="Hard Case", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    reader_group_ids = fields.Many2many(
        'res.groups', string="Must Be Read By", domain=lambda self: [
            ('privilege_id', '=', self.env.ref('aftersales.privilege_aftersales').id)],
        help="Whoever has one of these roles confirms to have read it.")
    reading_ids = fields.One2many('aftersales.bulletin.read', 'bulletin_id', string="Read By", readonly=True)
    use_ids = fields.One2many('aftersales.bulletin.use', 'bulletin_id', string="Helped At", readonly=True)
    use_count = fields.Integer(string="Helped", compute='_compute_use_count', compute_sudo=True)
    is_stale = fields.Boolean(string="To Be Looked At", compute='_compute_is_stale', search='_search_is_stale')

    _valid_span = models.Constraint(
        'CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)',
        "An article is valid from a day until a later one.")
    _one_successor = models.UniqueIndex(
        "(replaces_id) WHERE state != 'withdrawn'", "There is a new version of this article already.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('name', 'title')
    def _compute_display_name(self):
        for article in self:
            article.display_name = ' · '.join(filter(None, [article.name.strip('/'), article.title]))

    @api.depends('use_ids')
    @api.depends_context('allowed_company_ids')
    def _compute_use_count(self):
        counts = dict(self.env['aftersales.bulletin.use']._read_group(
            [('bulletin_id', 'in', self.ids), ('company_id', 'in', self.env.companies.ids)], ['bulletin_id'], ['__count']))
        for article in self:
            article.use_count = counts.get(article._origin, 0)

    @api.depends('state', 'looked_at_date')
    def _compute_is_stale(self):
        limit = fields.Date.context_today(self) - STALE_AFTER
        for article in self:
            article.is_stale = article.state == 'published' and bool(
                article.looked_at_date and article.looked_at_date <= limit)

    @api.model
    def _search_is_stale(self, operator, value):
        if operator != 'in':
            return NotImplemented
        stale = Domain('state', '=', 'published') & Domain(
            'looked_at_date', '<=', fields.Date.context_today(self) - STALE_AFTER)
        return stale if True in value else ~stale

    # === CONSTRAINT METHODS ===#

    @api.constrains('year_from', 'year_to')
    def _check_years(self):
        for article in self:
            years = [year for year in (article.year_from, article.year_to) if year]
            if any(not FIRST_YEAR <= year <= LAST_YEAR for year in years) or years != sorted(years):
                raise ValidationError(self.env._(
                    "%(article)s: enter model years between %(first)s and %(last)s, the earlier one first.",
                    article=article.display_name, first=FIRST_YEAR, last=LAST_YEAR))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_codes(vals) for vals in vals_list])

    def write(self, vals):
        self._check_author()
        return super().write(self._read_codes(vals))

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for article, vals in zip(self, vals_list, strict=True):
            if 'title' not in (default or {}):
                vals['title'] = self.env._("%(title)s (copy)", title=article.title)
        return vals_list

    @api.model
    def _read_codes(self, vals):
        """Codes as testers show them, once each."""
        if not vals.get('codes'):
            return vals
        codes = vals['codes'].replace('，', ',').replace('、', ',').replace(';', ',').upper().split(',')
        return {**vals, 'codes': ', '.join(dict.fromkeys(code.strip() for code in codes if code.strip()))}

    def _get_codes(self):
        self.ensure_one()
        return {code.strip() for code in (self.codes or '').split(',') if code.strip()}
