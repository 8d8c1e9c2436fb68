from odoo import fields, models


class AftersalesClaimTerms(models.Model):
    """How the maker writes his credit lists: by which headers their columns are found; several names with | between."""
    _inherit = 'aftersales.claim.terms'

    header_claim = fields.Char(string="Claim No. in Column", default="Claim|Claim No|Claim No.|索赔单号|索赔号")
    header_reference = fields.Char(string="Maker's Number in Column", default="Reference|Document No|厂家单号|参考号")
    header_amount = fields.Char(string="Amount in Column", default="Amount|Credit|Credited|金额|结算金额")
    header_date = fields.Char(string="Date in Column", default="Date|日期|结算日期")
    header_currency = fields.Char(string="Currency in Column", default="Currency|币种")
    header_reason = fields.Char(string="Reason in Column", default="Reason|Reason Code|原因|原因代码")
    credit_amounts = fields.Selection(
        [('untaxed', "Without taxes"), ('total', "With taxes")], string="Credited Amounts", required=True, default='untaxed')
    credit_decimal = fields.Selection(
        [('auto', "As the list shows"), ('.', "Point: 1,234.56"), (',', "Comma: 1.234,56")],
        string="Decimal Sign", required=True, default='auto')
    credit_encoding = fields.Selection(
        [('auto', "As the list shows"), ('utf-8', "UTF-8"), ('gb18030', "GB 18030")],
        string="Encoding", required=True, default='auto')
