from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class AftersalesWorkSpot(models.Model):
    """A look at work while it is done (过程抽查): by whom, at which job, what was found, whether it was put right at once.

    What is looked at are the four parts of repair quality: process, technical requirement, person, tools and equipment,
    beside order and safety.
    """
    _name = 'aftersales.work.spot'
    _description = "Spot Check of Work"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'job_id'
    _check_company_auto = True

    job_id = fields.Many2one(
        'aftersales.job', required=True, index=True, ondelete='cascade',
        domain="[('order_id.is_in_house', '=', True)]")
    order_id = fields.Many2one(related='job_id.order_id', store=True, index=True, precompute=True)
    company_id = fields.Many2one(related='job_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(
        related='job_id.workshop_id', string="Outlet", store=True, index=True, precompute=True)
    license_plate = fields.Char(related='job_id.license_plate')
    technician_id = fields.Many2one(
        'hr.employee', compute='_compute_technician_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', check_company=True, help="Who was working when it was looked at.")
    user_id = fields.Many2one(
        'res.users', string="Checked By", required=True, readonly=True, index=True, ondelete='restrict',
        default=lambda self: self.env.user)
    date = fields.Datetime(string="Checked On", required=True, readonly=True, default=fields.Datetime.now, copy=False)
    area = fields.Selection(
        [('process', "Process"), ('technique', "Technical Requirement"), ('person', "Qualification of the Person"),
         ('tool', "Tools and Equipment"), ('order', "Order and Cleanliness"), ('safety', "Safety at Work")],
        string="Looked At", required=True, default='process')
    result = fields.Selection([('ok', "In Order"), ('found', "Found")], required=True, default='ok', tracking=True)
    finding = fields.Text(help="What was wrong, and what should be.")
    is_corrected = fields.Boolean(string="Put Right at Once", tracking=True)
    found_count = fields.Integer(string="Found", compute='_compute_found_count', store=True, export_string_translation=False)

    _date_idx = models.Index("(date, id)")

    @api.depends('job_id')
    def _compute_technician_id(self):
        for spot in self:
            spot.technician_id = spot.job_id.technician_id

    @api.depends('result')
    def _compute_found_count(self):
        for spot in self:
            spot.found_count = int(spot.result == 'found')

    @api.depends('job_id', 'order_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for spot in self:
            spot.display_name = f"{spot.order_id.name or ''} · {spot.job_id.display_name or ''}"

    @api.constrains('result', 'finding')
    def _check_finding(self):
        for spot in self:
            if spot.result == 'found' and not (spot.finding or '').strip():
                raise ValidationError(self.env._(
                    "Say what was found at job %(job)s, and what should be.", job=spot.job_id.shown_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        spots = super().create(vals_list)
        spots._check_looked_at()
        spots._tell_technicians()
        return spots

    def write(self, vals):
        if not self.env.su and not self.env.user.has_group('aftersales.group_manager'):
            others = self.filtered(lambda spot: spot.user_id != self.env.user)
            if others and any(not name.startswith(('message_', 'activity_')) for name in vals):
                raise AccessError(self.env._(
                    "What was seen at job %(job)s is changed by %(user)s, who looked at it, or by a manager.",
                    job=others[0].job_id.shown_name, user=others[0].user_id.name))
        return super().write(vals)

    def _check_looked_at(self):
        """A look at work is at somebody else's, while it is done."""
        for spot in self:
            # sudo: whoever clocked time counts, seen or not
            if spot.user_id in spot.job_id.sudo()._get_workers().user_id:
                raise UserError(self.env._(
                    "You work on job %(job)s of %(order)s yourself, so somebody else looks at it.",
                    job=spot.job_id.shown_name, order=spot.order_id.name))
            if not spot.order_id.is_in_house:
                raise UserError(self.env._(
                    "%(order)s is %(state)s: a spot check is made while the car is worked on.",
                    order=spot.order_id.name, state=spot.order_id._get_state_label()))

    def _tell_technicians(self):
        """What was not put right at once is a task of who does the work."""
        for spot in self.filtered(lambda spot: spot.result == 'found' and not spot.is_corrected):
            user = spot.sudo().technician_id.user_id  # sudo: the technician's login
            if user:
                words = spot.with_context(lang=user.lang)
                spot.activity_schedule(
                    'mail.mail_activity_data_todo', user_id=user.id, note=escape(spot.finding),
                    summary=words.env._("Spot check: put it right"))

    # === ACTION METHODS ===#

    def action_corrected(self):
        """It has been put right meanwhile, say who was told to and those who look at work."""
        self.check_access('read')
        found = self.filtered(lambda spot: spot.result == 'found' and not spot.is_corrected)
        if not self.env.user.has_group('aftersales.group_work_spot'):
            for spot in found:
                # sudo: the technician's login
                if self.env.user != spot.sudo().technician_id.user_id:
                    raise AccessError(self.env._(
                        "%(technician)s says whether it was put right at job %(job)s, or who looked at it.",
                        technician=spot.sudo().technician_id.name or '', job=spot.job_id.shown_name))
        # sudo: whosever task it was, and the stamp is the button's
        found.sudo().write({'is_corrected': True})
        found.sudo().activity_unlink(['mail.mail_activity_data_todo'])
