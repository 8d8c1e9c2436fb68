from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesFreeIssueLine(models.Model):
    """A part of a free issue: the line of the job that it stands for, and what the warranty store gave of it."""
    _name = 'aftersales.free.issue.line'
    _description = "Part of a Free Issue"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'issue_id.id, id'
    _rec_name = 'note'
    _check_company_auto = True
    _frozen_with = 'issue_id'

    issue_id = fields.Many2one('aftersales.free.issue', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='issue_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='issue_id.currency_id')
    issue_state = fields.Selection(related='issue_id.state', store=True, precompute=True)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, ondelete='restrict', check_company=True,
        domain=[('type', '=', 'consu')])
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0, bounds=(0, 1e6))
    product_uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    note = fields.Char(string="Reason", help="Why this part, where the cause does not say it.")
    price_unit = fields.Float(
        string="Unit Value", digits='Product Price', compute='_compute_price_unit', store=True, precompute=True,
        help="Sales price of the day on which it was proposed.")
    amount = fields.Monetary(string="Value of Parts", compute='_compute_amount', store=True, precompute=True)
    part_line_id = fields.Many2one(
        'aftersales.order.line', string="Line of the Job", readonly=True, index='btree_not_null', ondelete='restrict')
    qty_issued = fields.Float(related='part_line_id.qty_issued', string="Issued")
    old_part_ids = fields.One2many('aftersales.old.part', 'issue_line_id', string="Old Parts")

    _check_quantity = models.Constraint('CHECK (quantity > 0)', "A free issue is of more than nothing.")
    _part_uniq = models.UniqueIndex(
        "(part_line_id) WHERE part_line_id IS NOT NULL AND issue_state NOT IN ('refused', 'returned')",
        "This part of the job is in another free issue already.")

    # === COMPUTE METHODS ===#

    @api.depends('product_id')
    def _compute_price_unit(self):
        for line in self:
            company = line.company_id or self.env.company
            price = line.product_id.with_company(company).lst_price
            line.price_unit = line.product_id.currency_id._convert(
                price, company.currency_id, company, fields.Date.context_today(line)) if line.product_id else 0.0

    @api.depends('price_unit', 'quantity')
    def _compute_amount(self):
        for line in self:
            line.amount = line.price_unit * line.quantity

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_may_change()
        lines._find_job_lines()
        return lines

    def write(self, vals):
        if not self.env.su:
            self._check_may_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_proposed(self):
        self._check_may_change()

    # === BUSINESS METHODS ===#

    def _check_may_change(self):
        """What was approved is what is issued.

        :raises UserError: naming the issue
        """
        for issue in self.issue_id.filtered(lambda issue: issue.state != 'proposed'):
            raise UserError(self.env._(
                "%(issue)s is %(state)s: its parts do not change any more. Propose another one.",
                issue=issue.name, state=issue._get_state_label()))

    def _find_job_lines(self):
        """Each stands for the line of the job with that part, where there is one that nothing else was proposed for."""
        for line in self.sudo().filtered(lambda line: not line.part_line_id):  # sudo: the link is the system's
            taken = line.issue_id.job_id.free_issue_ids.filtered('is_live').line_ids.part_line_id
            free = (line.issue_id.job_id.line_ids - taken).filtered(lambda part: part._is_stock_part() and not part.qty_issued)
            line.part_line_id = free.filtered(lambda part, line=line: part.product_id == line.product_id)[:1]

    def _add_to_job(self):
        """What was approved stands on the job, no more and no less."""
        for line in self:
            if not line.part_line_id or line.part_line_id.product_id != line.product_id:
                line.part_line_id = self.env['aftersales.order.line'].create({
                    'job_id': line.issue_id.job_id.id, 'line_type': 'part', 'product_id': line.product_id.id,
                    'quantity': line.quantity})
            elif line.part_line_id.quantity < line.quantity:
                line.part_line_id.quantity = line.quantity

    def _get_waiting_quantity(self):
        """What the warranty store is still asked for."""
        self.ensure_one()
        part = self.sudo().part_line_id  # sudo: told to whoever may read the issue
        return sum(move._get_aftersales_quantity(part.product_uom_id) for move in part._get_open_moves())

    def _expect_old_parts(self):
        """A tag for each part that comes out of the car: made when the new one is issued, to be tied to it."""
        for line in self.filtered(lambda line: line.qty_issued > 0 and not line.old_part_ids):
            self.env['aftersales.old.part'].create(line._prepare_old_part_vals())

    def _prepare_old_part_vals(self):
        self.ensure_one()
        return {
            'issue_line_id': self.id, 'job_id': self.issue_id.job_id.id, 'product_id': self.product_id.id,
            'quantity': self.qty_issued,
        }

    def _get_owed_old_parts(self):
        """:return: dict of line: how many of its old parts are not handed in"""
        owed = {}
        for line in self:
            handed_in = sum(line.old_part_ids.filtered('handed_in_date').mapped('quantity'))
            rest = line.product_uom_id.round(line.qty_issued - handed_in)
            if rest > 0:
                owed[line] = rest
        return owed

    def _get_lots(self):
        """Lots and serial numbers that the store gave."""
        self.ensure_one()
        part = self.sudo().part_line_id  # sudo: told to whoever may read the issue
        return part._get_print_lots() if part else ''

    def _get_evidence(self):
        return {
            'part': self.product_id.display_name, 'quantity': self.quantity, 'issued': self.qty_issued,
            'value': self.amount, 'lots': self._get_lots(), 'note': self.note or '',
        }
