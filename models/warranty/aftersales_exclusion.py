from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesExclusion(models.Model):
    """A ground on which warranty is refused, with what the letter says of it; those the law does not allow are known."""
    _name = 'aftersales.exclusion'
    _description = "Ground for Refusing Warranty"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    letter_text = fields.Text(
        string="Text of the Letter", translate=True, help="What the letter of refusal tells the customer.")
    is_term = fields.Boolean(
        string="Outside the Term", help="Stands only where the term of the coverage is over by the day or the distance.")
    is_unlawful = fields.Boolean(
        string="Never Allowed", help="The law does not let warranty be refused on this ground alone.")
    citation = fields.Char(translate=True, help="Where the law says so.")

    _code_unique = models.Constraint(
        'UNIQUE (code)',
        "Another ground, perhaps an archived one, has this code already. Choose another code.",
    )
    _check_citation = models.Constraint(
        "CHECK (is_unlawful IS NOT TRUE OR citation IS NOT NULL)",
        "Say where the law forbids this ground.",
    )

    # === BUSINESS METHODS ===#

    def _check_is_ground(self):
        """Whether there is anything lawful to refuse on.

        :raises UserError: naming the article, when all these grounds are none
        """
        if self and all(self.mapped('is_unlawful')):
            raise UserError(self.env._(
                "%(grounds)s is no ground for refusing warranty: %(citation)s. Whoever refuses has to show that the fault "
                "comes from something else. Choose the ground that applies, or take the work as warranty.",
                grounds=", ".join(self.mapped('name')), citation="; ".join(self.mapped('citation')),
            ))
