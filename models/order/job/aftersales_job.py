from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..approvals import APPROVALS

JOB_STATES = [
    ('todo', 'To Do'),
    ('doing', 'In Work'),
    ('blocked', 'Blocked'),
    ('done', 'Done'),
    ('passed', 'Passed'),
    ('cancelled', 'Cancelled'),
]


class AftersalesJob(models.Model):
    """A piece of work of an order: concern, cause, correction, with its own payer and approval.

    Its life is in ``aftersales_job_life.py``, the customer's approval in ``aftersales_job_approval.py``.
    """

    _name = 'aftersales.job'
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin', 'aftersales.log.mixin',
        'aftersales.cancel.mixin', 'mail.activity.mixin', 'aftersales.read.together.mixin',
    ]
    _description = 'Job'
    _order = 'order_id.id desc, sequence, id'
    _read_with = frozenset({'order_id'})
    _rec_names_search = ['name']
    _check_company_auto = True

    # === DEFAULT METHODS ===#

    def _default_pay_type_id(self):
        return self.env.ref('aftersales.pay_type_customer', raise_if_not_found=False)

    # === FIELDS ===#

    order_id = fields.Many2one(
        'aftersales.order', required=True, index=True, ondelete='cascade', copy=False,
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(related='order_id.workshop_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(related='order_id.vehicle_id', store=True, index=True, precompute=True)
    license_plate = fields.Char(related='order_id.license_plate')
    partner_id = fields.Many2one(related='order_id.partner_id', string="Customer")
    user_id = fields.Many2one(related='order_id.user_id')
    order_state = fields.Selection(related='order_id.state', string="Order Status")
    promise_date = fields.Datetime(related='order_id.promise_date')
    currency_id = fields.Many2one(related='order_id.currency_id', store=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="Job", required=True, compute='_compute_name', store=True, readonly=False, precompute=True,
    )
    concern = fields.Text(help="What the customer complains about.")
    cause = fields.Text(help="What was found to cause it.")
    correction = fields.Text(help="What was done about it.")

    operation_id = fields.Many2one(
        'aftersales.operation', index='btree_not_null', check_company=True, ondelete='restrict',
    )
    menu_id = fields.Many2one(
        'aftersales.menu', index='btree_not_null', check_company=True, ondelete='restrict',
        help="A package at a fixed price for the car's model.",
    )
    work_class_id = fields.Many2one(
        'aftersales.work.class', string="Class of Work", ondelete='restrict',
        compute='_compute_from_operation', store=True, readonly=False, precompute=True,
    )
    skill_id = fields.Many2one(
        'hr.skill', string="Needed Skill",
        compute='_compute_from_operation', store=True, readonly=False, precompute=True,
    )
    instruction = fields.Html(string="Work Instructions", compute='_compute_instruction')
    pay_type_id = fields.Many2one(
        'aftersales.pay.type', required=True, index=True, ondelete='restrict',
        default=lambda self: self._default_pay_type_id(), tracking=True,
    )
    service_class = fields.Selection(related='pay_type_id.service_class', store=True)
    settlement = fields.Selection(related='pay_type_id.settlement', store=True)
    payer_id = fields.Many2one(
        'res.partner', string="Payer", index='btree_not_null', check_company=True,
        compute='_compute_payer_id', store=True, readonly=False, precompute=True, tracking=True,
    )
    share = fields.Float(
        string="Payer's Share (%)", default=100.0, digits=(5, 2),
        help="What the payer bears; the co-payer bears the rest.",
    )
    deductible = fields.Monetary(
        help="Amount with taxes that the co-payer bears first.",
        groups='aftersales.group_price,base.group_portal',
    )
    co_payer_id = fields.Many2one(
        'res.partner', string="Co-payer", check_company=True, index='btree_not_null',
        compute='_compute_co_payer_id', store=True, readonly=False, precompute=True,
    )
    pricelist_id = fields.Many2one(
        'product.pricelist', compute='_compute_payer_terms', store=True, precompute=True,
    )
    fiscal_position_id = fields.Many2one(
        'account.fiscal.position', compute='_compute_payer_terms', store=True, precompute=True,
    )
    technician_id = fields.Many2one(
        'hr.employee', index='btree_not_null', check_company=True, tracking=True,
    )
    bay_id = fields.Many2one(
        'aftersales.bay', index='btree_not_null', check_company=True,
        compute='_compute_bay_id', store=True, readonly=False, precompute=True,
        domain="[('workshop_id', '=', workshop_id)]",
    )
    state = fields.Selection(
        string="Status", selection=JOB_STATES, required=True, default='todo', copy=False, index=True, tracking=True,
        group_expand=True,
    )
    # Beside the status: amounts and approvals follow it, and need not be counted again with each other move.
    is_dropped = fields.Boolean(string="Dropped", readonly=True, copy=False, help="The job was cancelled.")
    approval = fields.Selection(
        selection=APPROVALS, compute='_compute_approval', store=True, index=True, tracking=True,
        help="Approved: the customer wants the job; what was added since may still wait for an answer.",
    )
    approved_amount = fields.Monetary(
        compute='_compute_approval', store=True,
        groups='aftersales.group_price,base.group_portal',
    )
    approval_date = fields.Datetime(compute='_compute_approval', store=True)
    authorisation_ids = fields.One2many(
        'aftersales.authorisation', 'job_id', readonly=True,
    )
    flat_rate_hours = fields.Float(compute='_compute_flat_rate_hours', store=True, string="Flat-rate Hours")
    rework_count = fields.Integer(readonly=True, copy=False, string="Reworks")
    started_date = fields.Datetime(readonly=True, copy=False)
    done_date = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many(
        'aftersales.order.line', 'job_id', copy=True,
    )
    hold_ids = fields.One2many('aftersales.hold', 'job_id')
    amount_untaxed = fields.Monetary(
        compute='_compute_amounts', store=True,
        groups='aftersales.group_price,base.group_portal',
    )
    amount_total = fields.Monetary(
        compute='_compute_amounts', store=True, string="Total",
        groups='aftersales.group_price,base.group_portal',
    )

    _check_share = models.Constraint(
        'CHECK(share >= 0 AND share <= 100)', "The payer's share is a percentage between 0 and 100.",
    )
    _check_deductible = models.Constraint('CHECK(deductible >= 0)', "A deductible cannot be negative.")
    _technician_open_idx = models.Index(
        "(technician_id, state) WHERE state IN ('todo', 'doing', 'blocked')",
    )
    _technician_order_idx = models.Index("(technician_id, order_id DESC, sequence, id) WHERE technician_id IS NOT NULL")
    _done_idx = models.Index("(done_date) WHERE done_date IS NOT NULL")
    _class_idx = models.Index("(service_class) WHERE service_class IN ('b', 'c', 'd')")  # most is paid by customers
    _unassigned_idx = models.Index("(order_id) WHERE technician_id IS NULL")
    _reworked_idx = models.Index("(order_id) WHERE rework_count > 0")
    _declined_idx = models.Index("(vehicle_id) WHERE approval = 'declined'")

    # === COMPUTE METHODS ===#

    @api.depends('operation_id', 'menu_id')
    def _compute_name(self):
        for job in self:
            job.name = job.menu_id.name or job.operation_id.name or job.name

    @api.depends('operation_id', 'menu_id')
    def _compute_from_operation(self):
        for job in self:
            operation = job.operation_id or job.menu_id.line_ids[:1].operation_id
            job.work_class_id = job.menu_id.work_class_id or operation.work_class_id or job.work_class_id
            job.skill_id = operation.skill_id or job.skill_id

    @api.depends_context('lang')
    @api.depends('operation_id.instruction', 'menu_id.line_ids.operation_id.instruction')
    def _compute_instruction(self):
        for job in self:
            operations = job.operation_id or job.menu_id.line_ids.operation_id
            job.instruction = Markup().join(filter(None, operations.mapped('instruction')))

    @api.depends('pay_type_id', 'order_id.partner_id')
    def _compute_payer_id(self):
        for job in self:
            pay_type = job.pay_type_id
            if pay_type.payer_policy == 'customer':
                job.payer_id = job.order_id.partner_id
            elif pay_type.payer_policy == 'partner':
                job.payer_id = pay_type.partner_id or job.payer_id
            else:
                job.payer_id = False

    @api.depends('share', 'deductible', 'order_id.partner_id')
    def _compute_co_payer_id(self):
        for job in self:
            if job.share < 100 or job.deductible:
                job.co_payer_id = job.co_payer_id or job.order_id.partner_id
            else:
                job.co_payer_id = False

    @api.depends('payer_id', 'order_id.partner_id', 'order_id.pricelist_id', 'order_id.fiscal_position_id')
    def _compute_payer_terms(self):
        """The payer's own prices and taxes; the order's when the customer pays."""
        FiscalPosition = self.env['account.fiscal.position']
        for (order, payer), jobs in self.grouped(lambda job: (job.order_id, job.payer_id)).items():
            if not payer or payer == order.partner_id:
                jobs.pricelist_id = order.pricelist_id
                jobs.fiscal_position_id = order.fiscal_position_id
                continue
            jobs.pricelist_id = payer.with_company(order.company_id).property_product_pricelist
            jobs.fiscal_position_id = FiscalPosition.with_company(order.company_id)._get_fiscal_position(payer)

    @api.depends('order_id.bay_id')
    def _compute_bay_id(self):
        for job in self:
            job.bay_id = job.bay_id or job.order_id.bay_id

    @api.depends('line_ids.quantity', 'line_ids.line_type', 'line_ids.approval')
    def _compute_flat_rate_hours(self):
        for job in self:
            labour = job._get_sold_lines().filtered(lambda line: line.line_type == 'labour')
            job.flat_rate_hours = sum(labour.mapped('quantity'))

    @api.depends('line_ids.price_subtotal', 'line_ids.price_total', 'line_ids.approval')
    def _compute_amounts(self):
        for job in self:
            lines = job._get_sold_lines()
            job.amount_untaxed = sum(lines.mapped('price_subtotal'))
            job.amount_total = sum(lines.mapped('price_total'))

    @api.depends('shown_name', 'order_id.name', 'order_id.license_plate')
    @api.depends_context('show_order', 'lang')
    def _compute_display_name(self):
        """In the words of the reader, as :attr:`shown_name`."""
        for job in self:
            job.display_name = job.shown_name if not self.env.context.get('show_order') else ' · '.join(
                filter(None, [job.order_id.name, job.license_plate, job.shown_name]))

    # === CONSTRAINT AND ONCHANGE METHODS ===#

    @api.constrains('operation_id', 'menu_id')
    def _check_one_source(self):
        for job in self:
            if job.operation_id and job.menu_id:
                raise ValidationError(self.env._(
                    "Job %(job)s: choose either an operation or a menu, not both.", job=job.shown_name,
                ))

    @api.onchange('operation_id', 'menu_id')
    def _onchange_source(self):
        if self.operation_id or self.menu_id:
            self.line_ids = [Command.clear()] + [Command.create(vals) for vals in self._prepare_source_lines()]

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_approval_not_written(vals)
        # A job's first line in its log says no more than who made it; who follows the order, follows its jobs.
        jobs = super(AftersalesJob, self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True)).create(vals_list)
        jobs = jobs.with_env(self.env)
        # An order that is closed or invoiced meanwhile has counted its jobs: one of the two begins again.
        jobs.order_id._claim_for_update()
        jobs.order_id._check_unlocked()
        # Precomputing the jobs leaves their draft lines in the order's cache; which order a line has, stays known.
        orders = jobs.order_id
        orders._fields['line_ids']._invalidate_cache(self.env, orders.ids)
        to_fill = jobs.browse([job.id for job, vals in zip(jobs, vals_list, strict=True) if not vals.get('line_ids')])
        to_fill._fill_from_source()
        return jobs

    def write(self, vals):
        self._check_approval_not_written(vals)
        if vals.keys() - self._get_unlocked_fields():
            self.order_id._check_unlocked()
        if 'order_id' in vals and any(job.order_id.id != vals['order_id'] for job in self):
            raise UserError(self.env._("A job stays with its order. Cancel it and add the work to the other order."))
        self._check_worker_fields(vals)
        self._check_same_technician(vals)
        result = super().write(vals)
        if {'operation_id', 'menu_id'} & vals.keys() and 'line_ids' not in vals:
            self.filtered(lambda job: not job.line_ids)._fill_from_source()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_untouched(self):
        self.order_id._check_unlocked()
        for job in self:
            if job.state != 'todo' or job.authorisation_ids:
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s has been started or answered by the customer. "
                    "Cancel it instead of deleting it.",
                    job=job.shown_name, order=job.order_id.name,
                ))
            if job._needs_cancel_reason():
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s is not deleted: the customer relies on the order. Cancel it, and write why.",
                    job=job.shown_name, order=job.order_id.name))

    # === BUSINESS METHODS ===#

    @api.model
    def _check_approval_not_written(self, vals):
        if {'approval', 'approved_amount', 'approval_date'} & vals.keys():
            raise UserError(self.env._("An approval is recorded with the customer's answer, not written."))

    def _get_unlocked_fields(self):
        """What may be written when the order is closed; a move of the job has guards of its own."""
        return {'state', 'is_dropped', 'reopen_reason'}

    def _is_empty(self):
        """Nothing is to be done or sold yet, only a name: such a job is neither asked for, nor approved, nor planned."""
        self.ensure_one()
        return not any(line.quantity for line in self.line_ids)

    def _fill_from_source(self):
        """Labour and parts of the operation or the menu, for the car of the order."""
        self.env['aftersales.order.line'].create([
            dict(vals, job_id=job.id)
            for job in self.filtered(lambda j: j.operation_id or j.menu_id)
            for vals in job._prepare_source_lines()
        ])

    def _prepare_source_lines(self):
        self.ensure_one()
        operations = self.operation_id or self.menu_id.line_ids.operation_id
        included = bool(self.menu_id)
        vals_list = []
        if self.menu_id:
            vals_list.append(self._prepare_menu_line())
        for operation in operations:
            vals_list += self._prepare_operation_lines(operation, included)
        return [dict(vals, sequence=10 + index) for index, vals in enumerate(vals_list)]

    def _prepare_operation_lines(self, operation, included):
        hours = operation._get_hours(self.order_id.vehicle_id.model_id)
        vals_list = [{
            'line_type': 'labour',
            'operation_id': operation.id,
            'product_id': operation.product_id.id,
            'name': operation.name,
            'quantity': hours,
            'is_included': included,
        }]
        vals_list += [{
            'line_type': 'part',
            'operation_id': operation.id,
            'product_id': part.product_id.id,
            'product_uom_id': part.product_uom_id.id,
            'quantity': part.quantity,
            'is_included': included,
        } for part in operation.part_ids]
        return vals_list

    def _prepare_menu_line(self):
        """The line that carries the menu's price; the product's own price where the menu sets none."""
        menu = self.menu_id
        vals = {'line_type': 'fee', 'product_id': menu.product_id.id, 'name': menu.name, 'quantity': 1}
        price = self._get_menu_price()
        if price is not None:
            vals.update(price_unit=price, technical_price_unit=0.0)
        elif not self.pricelist_id._get_product_price(self.menu_id.product_id, quantity=1.0):
            raise UserError(self.env._(
                "Menu %(menu)s has no price for %(model)s. Set one on the menu, or add its operations one by one.",
                menu=self.menu_id.display_name, model=self.order_id.vehicle_id.model_id.display_name,
            ))
        return vals

    def _get_menu_price(self):
        """The menu's fixed price for the car in the order's currency; None when it sets none."""
        order = self.order_id
        return self.menu_id._get_price(
            order.vehicle_id.model_id,
            currency=order.currency_id or order.company_id.currency_id, company=order.company_id,
        )

    def _suggest_pay_type(self):
        """Pay type the job should have; the warranty and recall rooms know better by ``super()``."""
        self.ensure_one()
        return self.env.ref('aftersales.pay_type_customer')

    def _get_principal(self):
        """The partner who bears the job's price; the billing room knows how each pay type settles."""
        self.ensure_one()
        return self.payer_id

    def _get_rounding_key(self):
        """Jobs of one key are rounded together, as they will stand on one invoice."""
        self.ensure_one()
        return f'{self._get_principal().id},{self.fiscal_position_id.id}'

    def _is_live(self):
        """Whether the job is to be done (or was): neither cancelled nor declined."""
        return self.state != 'cancelled' and self.approval != 'declined'
