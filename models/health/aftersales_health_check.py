from odoo import api, fields, models
from odoo.exceptions import UserError

RESULTS = [
    ('ok', "OK"),
    ('soon', "Soon"),
    ('urgent', "Urgent"),
    ('not_checked', "Not checked"),
]
FINDING_RESULTS = ('soon', 'urgent')


class AftersalesHealthCheck(models.Model):
    """A walk around the car with a template in hand (E1): every item gets a colour, findings become jobs.

    What the last visits left open is asked first. A done check is a record of the car and stays as it is.
    """
    _name = 'aftersales.health.check'
    _description = "Vehicle Health Check"
    _inherit = ['aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin']
    _order = 'id desc'
    _rec_name = 'order_id'
    _rec_names_search = ['order_id.name', 'order_id.license_plate']
    _check_company_auto = True
    _transitions = {'draft': {'done': None}, 'done': {}}

    # === FIELDS ===#

    order_id = fields.Many2one(
        'aftersales.order', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(related='order_id.workshop_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(related='order_id.vehicle_id', store=True, index=True, precompute=True)
    license_plate = fields.Char(related='order_id.license_plate')
    partner_id = fields.Many2one(related='order_id.partner_id', string="Customer")
    advisor_id = fields.Many2one(related='order_id.user_id', string="Advisor")
    odometer = fields.Float(related='order_id.odometer_in', string="Odometer")
    odometer_unit = fields.Selection(related='order_id.odometer_unit')
    template_id = fields.Many2one(
        'aftersales.health.template', index='btree_not_null', ondelete='restrict', check_company=True,
        help="Chosen by the car's model, drive and use when left empty.")
    state = fields.Selection(
        [('draft', "Being Checked"), ('done', "Done")], string="Status", required=True, readonly=True,
        default='draft', index=True, copy=False, tracking=True)
    line_ids = fields.One2many('aftersales.health.check.line', 'check_id', string="Items")
    note = fields.Text(string="Remarks for the Customer")
    user_id = fields.Many2one('res.users', string="Done By", readonly=True, index='btree_not_null', copy=False)
    employee_id = fields.Many2one(
        'hr.employee', string="Checked By", readonly=True, index='btree_not_null', copy=False)
    done_date = fields.Datetime(string="Done On", readonly=True, copy=False)

    line_count = fields.Integer(string="Number of Items", compute='_compute_counts')
    open_count = fields.Integer(string="Items Left", compute='_compute_counts')
    ok_count = fields.Integer(string="OK", compute='_compute_counts')
    soon_count = fields.Integer(string="Soon", compute='_compute_counts')
    urgent_count = fields.Integer(string="Urgent", compute='_compute_counts')
    progress = fields.Integer(string="Progress (%)", compute='_compute_counts')

    # === COMPUTE METHODS ===#

    @api.depends('order_id.name', 'license_plate')
    def _compute_display_name(self):
        for check in self:
            check.display_name = ' · '.join(filter(None, [check.order_id.name, check.license_plate])) or self.env._("New")

    @api.depends('line_ids.result')
    def _compute_counts(self):
        counts = {}
        for check, result, count in self.env['aftersales.health.check.line']._read_group(
            [('check_id', 'in', self.ids)], ['check_id', 'result'], ['__count'],
        ):
            counts.setdefault(check.id, {})[result] = count
        for check in self:
            by_result = counts.get(check._origin.id, {})
            total, left = sum(by_result.values()), by_result.get(False, 0)
            check.line_count = total
            check.open_count = left
            check.ok_count = by_result.get('ok', 0)
            check.soon_count = by_result.get('soon', 0)
            check.urgent_count = by_result.get('urgent', 0)
            check.progress = round(100 * (total - left) / total) if total else 0

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        checks.order_id._check_unlocked()
        checks._choose_templates()
        checks._create_lines()
        return checks

    def write(self, vals):
        if {'order_id', 'template_id'} & vals.keys() and not self.env.su:
            raise UserError(self.env._(
                "The items of a health check belong to its order and its template. Make a new check instead."))
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_all_ok(self):
        """Answer the judged items still open with “OK”; measured ones and those of the last visit are looked at."""
        self._check_open()
        self.line_ids.filtered(
            lambda line: not line.result and line.kind == 'judged' and not line.is_mandatory,
        ).write({'result': 'ok'})

    def action_done(self):
        self.check_access('write')
        self._check_open()
        self._close()

    def action_create_jobs(self):
        """Make jobs of all urgent findings that have none yet; those without recommended work get no price."""
        findings = self.line_ids.filtered(lambda line: line.result == 'urgent' and line._needs_job())
        if not findings:
            raise UserError(self.env._(
                "No urgent finding of %(checks)s waits for a job.", checks=", ".join(self.mapped('display_name'))))
        findings._create_job()

    def action_view_order(self):
        self.ensure_one()
        return self.order_id._get_records_action()

    # === BUSINESS METHODS ===#

    def _check_open(self):
        super()._check_open()
        self.order_id._check_unlocked()

    def _is_frozen(self):
        return self.state == 'done'

    def _get_frozen_message(self):
        return self.env._(
            "The health check of %(order)s was done by %(user)s and stays as it is. Make a new check instead.",
            order=self.order_id.name, user=self.user_id.name,
        )

    def _check_done(self):
        for check in self:
            left = check.line_ids.filtered(lambda line: not line.result)
            if left or not check.line_ids:
                raise UserError(self.env._(
                    "The health check of %(order)s is not complete: %(count)s items are not answered, the first is "
                    "“%(item)s”. Answer them or mark them as not checked.",
                    order=check.order_id.name, count=len(left), item=left[:1].name or '',
                ))
            skipped = check.line_ids.filtered(
                lambda line: line.is_mandatory and line.result == 'not_checked' and not line.note)
            if skipped:
                raise UserError(self.env._(
                    "The last visit left %(items)s open, so the health check of %(order)s must answer them. "
                    "Check them, or say in a note why that is not possible.",
                    items=", ".join(skipped.mapped('name')), order=check.order_id.name,
                ))

    def _close(self):
        """Record who did the checks; what was open before is answered by them."""
        for company, checks in self.grouped('company_id').items():
            # sudo: nobody writes the stamps but this method
            checks.sudo().write({
                'state': 'done',
                'user_id': self.env.uid,
                'employee_id': self.env.user.sudo().with_company(company).employee_id.id,
                'done_date': fields.Datetime.now(),
            })
        self.line_ids.sudo()._settle_previous()

    # === BUSINESS METHODS: ITEMS ===#

    def _choose_templates(self):
        Template = self.env['aftersales.health.template']
        for company, checks in self.filtered(lambda check: not check.template_id).grouped('company_id').items():
            templates = Template._find_for(checks.vehicle_id, company)
            for check in checks:
                # sudo: the choice is the system's; a person changes it by making another check
                check.sudo().template_id = templates[check.vehicle_id]
                if not check.template_id:
                    raise UserError(self.env._(
                        "No health check template fits %(vehicle)s. Add one under Workshop ▸ Catalogue ▸ "
                        "Health Check Templates, or choose one here.",
                        vehicle=check.vehicle_id.display_name,
                    ))

    def _create_lines(self):
        """What the last visits left open, then the template's items; one insert for all checks."""
        open_points = self.vehicle_id._get_open_recommendations()
        # sudo: limits and names are copies that nobody enters
        lines = self.env['aftersales.health.check.line'].sudo().create([
            {**vals, 'check_id': check.id, 'sequence': sequence}
            for check in self
            for sequence, vals in enumerate(check._prepare_lines(open_points[check.vehicle_id]), start=1)
        ])
        lines._copy_item_names()

    def _prepare_lines(self, recommendations):
        """The items of the template; an open point of one of them is asked there instead of twice."""
        self.ensure_one()
        vehicle = self.vehicle_id
        open_vals, asked = [], self.env['aftersales.health.item']
        for entry in recommendations:
            is_job = entry['kind'] == 'declined'
            if is_job and entry['record'].order_id == self.order_id:
                continue  # answered a moment ago
            if entry['record'].company_id != self.company_id:
                continue  # who checks the car may not see what another company of the group found
            item = self._get_item_of(entry)
            vals = item._prepare_line_vals(vehicle) if item and item not in asked else {'name': entry['name']}
            asked |= item
            open_vals.append({
                **vals,
                'is_mandatory': True,
                'area_id': self.env.ref('aftersales.health_area_open').id,
                'declined_job_id': entry['record'].id if is_job else False,
                'previous_line_id': False if is_job else entry['record'].id,
                **entry['record']._get_work_vals(),
            })
        return open_vals + [
            item._prepare_line_vals(vehicle) for item in self.template_id._get_items() if item not in asked
        ]

    def _get_item_of(self, entry):
        """The template's item an open point is about, if it still asks it."""
        lines = entry['record'] if entry['kind'] == 'finding' else entry['record'].finding_ids
        return lines.item_id[:1] & self.template_id.item_ids
