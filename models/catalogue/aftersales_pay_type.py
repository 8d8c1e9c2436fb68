from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

# What the jobs of a type follow: who is charged for them, and whom somebody must ask.
TERMS = ('settlement', 'payer_policy')


class AftersalesPayType(models.Model):
    """Who pays for a job and how it settles. Shared by all companies."""
    _name = 'aftersales.pay.type'
    _description = "Pay Type"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, help="Short code printed on job cards.")
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    service_class = fields.Selection(
        selection=[
            ('a', "A · Paid"),
            ('b', "B · Contract"),
            ('c', "C · Free (warranty)"),
            ('d', "D · Internal"),
        ],
        required=True,
        default='a',
        help="Class under which jobs, hours and amounts are summed in daily and monthly reports.",
    )
    settlement = fields.Selection(
        selection=[
            ('invoice', "Invoice to the payer"),
            ('claim', "Claim from the manufacturer"),
            ('contract', "Redeemed from a contract"),
            ('internal', "Internal cost"),
        ],
        required=True,
        default='invoice',
        help="How finished work is settled. Redeemed and internal work is not invoiced.",
    )
    payer_policy = fields.Selection(
        selection=[
            ('customer', "The order's customer"),
            ('partner', "Another partner"),
            ('none', "Nobody"),
        ],
        string="Payer",
        required=True,
        default='customer',
    )
    partner_id = fields.Many2one(
        'res.partner',
        string="Default Payer",
        compute='_compute_partner_id',
        store=True,
        readonly=False,
        index='btree_not_null',
        ondelete='restrict',
        domain="[('company_id', '=', False)]",
        help="Manufacturer or insurer proposed as payer. Leave it empty to choose it on each job.",
    )
    requires_approval = fields.Boolean(
        string="Needs Customer's Approval",
        default=True,
        help="Jobs of this type cannot start, take parts or be invoiced before the customer approved them. "
             "Jobs the customer pays for, or a part of, are asked for in any case.",
    )
    note = fields.Text(string="When to Use", translate=True)

    _code_unique = models.Constraint(
        'UNIQUE (code)',
        "Another pay type, perhaps an archived one, has this code already. Choose another code.",
    )

    @api.depends('payer_policy')
    def _compute_partner_id(self):
        for pay_type in self:
            pay_type.partner_id = pay_type.partner_id if pay_type.payer_policy == 'partner' else False

    @api.constrains('settlement', 'payer_policy')
    def _check_payer(self):
        for pay_type in self:
            needs_payer = pay_type.settlement in ('invoice', 'claim')
            if needs_payer and pay_type.payer_policy == 'none':
                raise ValidationError(self.env._(
                    "Pay type “%(name)s” settles by invoice or claim, so somebody must pay: choose a payer.",
                    name=pay_type.name,
                ))
            if not needs_payer and pay_type.payer_policy != 'none':
                raise ValidationError(self.env._(
                    "Pay type “%(name)s” is never invoiced, so it has no payer: set the payer to “Nobody”.",
                    name=pay_type.name,
                ))

    def write(self, vals):
        self.filtered(lambda pay_type: any(
            pay_type[name] != vals.get(name, pay_type[name]) for name in TERMS))._check_unused()
        return super().write(vals)

    def _check_unused(self):
        """Who pays the jobs made, and how, does not change behind them, in whichever company they are."""
        used = self._get_used() or self._get_used_meanwhile()
        if used:
            raise UserError(self.env._(
                "There are jobs with pay type “%(name)s”; how it settles and who pays cannot change any more. "
                "Archive it and create another one.",
                name=used.name,
            ))

    def _get_used_meanwhile(self):
        """As :meth:`_get_used`, of what others make while this transaction sees the data as of its start.

        Whoever makes something with a pay type holds on to its key: the lock waits for him, and lets who comes later
        wait and then begin again. What was made until then is seen by a new transaction alone.
        """
        if not self.ids:
            return self
        self.env.cr.execute(SQL("SELECT FROM aftersales_pay_type WHERE id IN %s ORDER BY id FOR UPDATE", tuple(self.ids)))
        with self.env.registry.cursor() as cr:
            return self.browse(self.with_env(self.env(cr=cr))._get_used().ids)

    def _get_used(self):
        """Hook: one of these pay types that something was made with, or none; the order room knows its jobs."""
        return self.browse()
