"""Our own classes of parts, which are the dealer's since they were made: how often their quality is looked at, and which
leave no old part, where nobody has said so yet."""

MONTHS = {
    'trim': 12, 'standard': 12, 'body': 12, 'engine': 12, 'driveline': 12, 'brake': 12, 'electric': 6, 'ev': 6, 'fluid': 6,
    'tyre': 6, 'accessory': 12, 'care': 6, 'consumable': 6,
}
LEAVES_NONE = ('fluid', 'accessory', 'care', 'consumable')


def migrate(cr, version):
    for name, months in MONTHS.items():
        cr.execute("""
            UPDATE aftersales_part_class AS part_class
               SET review_months = %s, leaves_old_part = %s
              FROM ir_model_data AS data
             WHERE data.module = 'aftersales' AND data.name = %s AND data.res_id = part_class.id
               AND COALESCE(part_class.review_months, 0) = 0
        """, [months, name not in LEAVES_NONE, f'part_class_{name}'])
