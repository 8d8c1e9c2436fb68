from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class AftersalesOldPart(models.Model):
    """A part that came out of a car under warranty: its tag, where it lies and until when it has to be sent or kept."""
    _name = 'aftersales.old.part'
    _description = "Old Part"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.log.mixin', 'aftersales.warranty.number.mixin']
    _order = 'id desc'
    _rec_names_search = ['name', 'serial_number', 'job_id.order_id.name', 'vehicle_id.license_plate']
    _check_company_auto = True

    name = fields.Char(string="Tag", required=True, readonly=True, copy=False, default='/', index='trigram')
    # Without one, it was brought by who bought the new part at the counter.
    job_id = fields.Many2one('aftersales.job', index=True, ondelete='restrict')
    order_id = fields.Many2one(related='job_id.order_id', store=True, index=True, precompute=True)
    company_id = fields.Many2one('res.company', compute='_compute_company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", compute='_compute_company_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(related='job_id.vehicle_id', store=True, index=True, precompute=True)
    license_plate = fields.Char(related='order_id.license_plate', string="Plate")
    technician_id = fields.Many2one(related='job_id.technician_id')
    issue_line_id = fields.Many2one(
        'aftersales.free.issue.line', string="Issued Part", readonly=True, index='btree_not_null', ondelete='restrict')
    issue_id = fields.Many2one(
        related='issue_line_id.issue_id', string="Free Issue", store=True, index='btree_not_null', precompute=True)
    policy_id = fields.Many2one(related='job_id.coverage_id.policy_id', string="Policy")
    old_part_rule = fields.Selection(related='policy_id.old_part_rule')
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, ondelete='restrict', check_company=True)
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0, bounds=(0, 1e6))
    serial_number = fields.Char(string="Serial", help="Lot or serial number as it stands on the old part.")
    place = fields.Char(tracking=True, help="Shelf or box of the warranty store.")
    photo = fields.Image(max_width=1920, max_height=1920, copy=False)
    handed_in_date = fields.Datetime(string="Handed In On", readonly=True, copy=False, tracking=True)
    handed_in_by_id = fields.Many2one('res.users', string="Taken In By", readonly=True, copy=False)
    deadline = fields.Date(
        compute='_compute_deadline', store=True, readonly=False, tracking=True, index='btree_not_null',
        help="Until when it is sent back, or how long it is kept.")
    is_overdue = fields.Boolean(string="Overdue", compute='_compute_is_overdue', search='_search_is_overdue')
    note = fields.Char()

    _check_quantity = models.Constraint('CHECK (quantity > 0)', "An old part is more than nothing.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('job_id.company_id', 'job_id.workshop_id')
    def _compute_company_id(self):
        """Hook: whose it is follows from where it comes from."""
        for part in self:
            part.company_id, part.workshop_id = part.job_id.company_id, part.job_id.workshop_id

    @api.depends('job_id.done_date', 'job_id.coverage_id')
    def _compute_deadline(self):
        """The policy's days from the day the work is done."""
        for part in self:
            done, policy = part.job_id.done_date, part.job_id.coverage_id.policy_id
            part.deadline = part.workshop_id._get_local_day(done) + timedelta(days=policy.old_part_days) \
                if done and policy.old_part_days else part.deadline

    @api.depends('deadline', 'handed_in_date')
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for part in self:
            part.is_overdue = bool(part.deadline and part.deadline < today and not part.handed_in_date)

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        overdue = Domain('deadline', '<', fields.Date.context_today(self)) & Domain('handed_in_date', '=', False)
        return overdue if True in value else ~overdue

    # === CRUD METHODS ===#

    @api.ondelete(at_uninstall=False)
    def _unlink_if_never_here(self):
        for part in self.filtered(lambda part: part.handed_in_date or not self.env.su):
            raise UserError(self.env._("The old part %(tag)s has its tag and stays.", tag=part.name))

    # === ACTION METHODS ===#

    def action_hand_in(self):
        """The warranty store has taken the part: it knows the place."""
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_take_old_part'):
            raise AccessError(self.env._("Old parts are taken in by the warranty or the parts store."))
        for part in self:
            if part.handed_in_date:
                raise UserError(self.env._("%(tag)s was handed in already.", tag=part.name))
            if part.old_part_rule == 'photo' and not part.photo:
                raise UserError(self.env._("Take a photo of %(tag)s: its policy wants one.", tag=part.name))
            if part.old_part_rule != 'photo' and not part.place:
                raise UserError(self.env._("Enter the place at which %(tag)s lies now.", tag=part.name))
        # sudo: stamps of the system
        self.sudo().write({'handed_in_date': fields.Datetime.now(), 'handed_in_by_id': self.env.uid})

    # === BUSINESS METHODS ===#

    def _get_evidence(self):
        return {
            'tag': self.name, 'part': self.product_id.display_name, 'quantity': self.quantity,
            'serial_number': self.serial_number or '', 'place': self.place or '',
            'handed_in': fields.Datetime.to_string(self.handed_in_date) or '', 'photo': bool(self.photo),
        }
