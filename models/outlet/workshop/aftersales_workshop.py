from odoo import api, fields, models


class AftersalesWorkshop(models.Model):
    """A service outlet: its people, bays, opening hours, stock and prices of labour (A1, A5)."""
    _name = 'aftersales.workshop'
    _description = "Outlet"
    # hr.mixin lets a manager who is no HR officer put employees into the team.
    _inherit = ['aftersales.setup.mixin', 'aftersales.system.values.mixin', 'hr.mixin']
    _order = 'sequence, name, id'
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(
        required=True,
        size=8,
        copy=False,
        help="Stands in the numbers of this outlet's repair orders: RO/CODE/2026/00001.",
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    partner_id = fields.Many2one(
        'res.partner',
        string="Address",
        compute='_compute_partner_id',
        store=True,
        readonly=False,
        index='btree_not_null',
        check_company=True,
        help="Printed on this outlet's documents.",
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse',
        compute='_compute_warehouse_id',
        store=True,
        readonly=False,
        index=True,
        check_company=True,
        ondelete='restrict',
        help="Parts for this outlet's orders are issued from here.",
    )
    resource_calendar_id = fields.Many2one(
        'resource.calendar',
        string="Opening Hours",
        compute='_compute_resource_calendar_id',
        store=True,
        readonly=False,
        index=True,
        check_company=True,
        ondelete='restrict',
    )
    grade = fields.Selection(
        selection=[
            ('1', "Class I: complete vehicles"),
            ('2', "Class II: maintenance and repair"),
            ('3', "Class III: special repairs"),
            ('quick', "Quick service point"),
        ],
        help="Class of the repair licence.",
    )
    licence_number = fields.Char(help="Number of the repair licence, printed on certificates.")
    area_served = fields.Text(help="Districts or distance from which customers and rescues are served.")
    manager_id = fields.Many2one(
        'res.users', string="Supervisor", index='btree_not_null', check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    employee_ids = fields.Many2many(
        'hr.employee', 'aftersales_workshop_employee_rel', 'workshop_id', 'employee_id',
        string="Team", check_company=True)
    employee_count = fields.Integer(string="Team Size", compute='_compute_employee_count')
    bay_ids = fields.One2many('aftersales.bay', 'workshop_id', string="Bays")
    bay_count = fields.Integer(string="Number of Bays", compute='_compute_bay_count')
    sequence_id = fields.Many2one(
        'ir.sequence', string="Order Numbers", readonly=True, copy=False, ondelete='restrict',
        help="Made with the workshop; counts its repair orders afresh each year.")

    _code_unique = models.Constraint(
        'UNIQUE (company_id, code)',
        "Another outlet of this company, perhaps an archived one, has this code already. Choose another code.",
    )
    # === COMPUTE METHODS ===#

    @api.depends('company_id')
    def _compute_partner_id(self):
        for workshop in self:
            if not workshop.partner_id or workshop._is_foreign(workshop.partner_id):
                workshop.partner_id = workshop.company_id.partner_id

    @api.depends('company_id')
    def _compute_warehouse_id(self):
        first_by_company = {}
        for warehouse in self.env['stock.warehouse'].search([('company_id', 'in', self.company_id.ids)]):
            first_by_company.setdefault(warehouse.company_id, warehouse)
        for workshop in self:
            if not workshop.warehouse_id or workshop._is_foreign(workshop.warehouse_id):
                workshop.warehouse_id = first_by_company.get(workshop.company_id)

    @api.depends('company_id')
    def _compute_resource_calendar_id(self):
        for workshop in self:
            if not workshop.resource_calendar_id or workshop._is_foreign(workshop.resource_calendar_id):
                workshop.resource_calendar_id = workshop.company_id.resource_calendar_id

    @api.depends('employee_ids')
    def _compute_employee_count(self):
        for workshop in self:
            workshop.employee_count = len(workshop.employee_ids)

    @api.depends('bay_ids')
    def _compute_bay_count(self):
        for workshop in self:
            workshop.bay_count = len(workshop.bay_ids)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        workshops = super().create([
            dict(vals, code=self._clean_code(vals.get('code'))) for vals in vals_list
        ])
        # sudo: numbering belongs to the workshop, and ir.sequence to administrators only
        sequences = self.env['ir.sequence'].sudo().create([
            workshop._prepare_sequence_vals() for workshop in workshops
        ])
        for workshop, sequence in zip(workshops, sequences):
            workshop.sudo().sequence_id = sequence
        return workshops

    def write(self, vals):
        if 'code' in vals:
            vals = dict(vals, code=self._clean_code(vals['code']))
        result = super().write(vals)
        if {'code', 'name', 'company_id'} & vals.keys():
            for workshop in self:
                # sudo: see create()
                workshop.sequence_id.sudo().write(workshop._prepare_sequence_vals())
        return result

    def unlink(self):
        sequences = self.sequence_id.sudo()
        result = super().unlink()
        sequences.unlink()
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for workshop, vals in zip(self, vals_list):
            vals.setdefault('code', f"{workshop.code[:6]}-2")
            if not (default or {}).get('name'):
                vals['name'] = self.env._("%s (copy)", workshop.name)
        return vals_list

    # === BUSINESS METHODS ===#

    def _is_foreign(self, record):
        """Whether a record belongs to another company than the outlet."""
        self.ensure_one()
        return bool(record.company_id) and record.company_id != self.company_id

    def _prepare_sequence_vals(self):
        self.ensure_one()
        return {
            'name': self.env._("Repair orders of %s", self.name),
            'code': 'aftersales.order',
            'prefix': f'RO/{self.code}/%(range_year)s/',
            'padding': 5,
            'use_date_range': True,
            'company_id': self.company_id.id,
        }

    @api.model
    def _clean_code(self, code):
        return ''.join((code or '').split()).upper() or False

    @api.model
    def _open_service_hours(self):
        """Outlets that have the office hours of their company so far open as a workshop does (C3)."""
        for workshop in self.search([]):  # pylint: disable=no-search-all  # outlets are few
            if workshop.resource_calendar_id == workshop.company_id.resource_calendar_id:
                workshop.resource_calendar_id = self.env.ref('aftersales.calendar_service_hours')
